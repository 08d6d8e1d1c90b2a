import { useTranslation } from "react-i18next";
import { nameOf } from "../../core/choices";
import { find } from "../doc";
import type { TextEditor } from "../editor";
import type { TextFault } from "../faults";
import { useSays } from "../use";

/** The codes that have a sentence of their own. */
const KNOWN = new Set([
  "unknown_class",
  "class_twice",
  "one_class_only",
  "not_exact",
  "unknown_part",
  "past_end",
  "empty_span",
  "overlaps",
  "span_twice",
  "too_few",
  "too_many",
  "required",
  "too_short",
  "too_long",
  "unknown_end",
  "end_not_allowed",
  "end_is_self",
  "relation_twice",
  "tie_not_allowed",
  "not_all_ranked",
  "bad_rating",
  "unknown_attribute",
  "attribute_not_asked",
  "attribute_required",
  "bad_attribute",
  "duplicate_id",
  "unknown_label",
  "wrong_kind",
]);

export type Told = Pick<TextFault, "code" | "annotation"> & Partial<TextFault>;

/** What is wrong, as a sentence; also for faults that the server found. */
export function useTextFault(editor: TextEditor): (fault: Told) => string {
  const { t, i18n } = useTranslation("annotate-text");
  const says = useSays(editor);
  return (fault) => {
    const one = fault.annotation === null ? undefined : find(editor.get().answer, fault.annotation);
    const label = editor.schema.labels.find((each) => each.name === (fault.label ?? one?.name));
    const name = label === undefined ? (fault.label ?? "") : nameOf(label, i18n.language);
    const said = one === undefined ? "" : says(one);
    const code = KNOWN.has(fault.code) ? fault.code : "other";
    return t(`faults.${code}` as "faults.too_few", {
      label: name,
      name: said.length > 24 ? `${said.slice(0, 24)}…` : said || name,
      limit: fault.limit ?? 0,
      count: fault.count ?? 0,
    });
  };
}
