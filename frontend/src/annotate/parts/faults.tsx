import { useTranslation } from "react-i18next";
import { nameOf } from "../core/choices";
import { type Annotation, find, isClassed } from "../core/doc";
import type { Editor } from "../image/acts";
import type { Told } from "../kit";
import { ordinals, useClassName } from "../names";
import { FaultNote, toAnnotation } from "./fault-note";

const KNOWN = new Set([
  "unknown_class",
  "zero_area",
  "past_edge",
  "too_few",
  "too_many",
  "required",
  "class_twice",
  "one_class_only",
  "duplicate_id",
  "unknown_label",
  "wrong_kind",
  "zero_length",
  "wrong_points",
  "no_points",
  "bad_runs",
  "attribute_required",
  "attribute_not_asked",
  "unknown_attribute",
  "bad_attribute",
  "unknown_end",
  "end_not_allowed",
  "end_is_self",
  "relation_twice",
  "bad_rating",
  "too_short",
  "too_long",
  "not_exact",
]);

/** What is wrong, as a sentence; also for faults that the server found. */
export function useFaultSentence(editor: Editor): (fault: Told) => string {
  const { t, i18n } = useTranslation("annotate");
  const className = useClassName();
  return (fault) => {
    const { answer } = editor.get();
    const one: Annotation | undefined =
      fault.annotation === null ? undefined : find(answer, fault.annotation);
    const asked = editor.schema.labels.find((label) => label.name === (fault.label ?? one?.name));
    const n = one === undefined ? undefined : ordinals(answer).get(one.id);
    const word = one === undefined ? t("picture") : className(editor, one);
    const attributes = asked !== undefined && "attributes" in asked ? asked.attributes : undefined;
    const attribute = attributes?.find((each) => each.name === fault.attribute);
    const counted = asked !== undefined && isClassed(asked) ? asked.classes : [];
    const ofClass = counted.find((each) => each.id === fault.class);
    const code = KNOWN.has(fault.code) ? fault.code : "other";
    return t(`faults.${code}` as "faults.too_few", {
      // Where a class is counted by itself, it is what is spoken of.
      label: nameOf(ofClass ?? asked ?? { id: fault.label ?? "" }, i18n.language),
      attribute: attribute === undefined ? t("attributes") : nameOf(attribute, i18n.language),
      name: n === undefined ? word : t("object", { name: word, n }),
      limit: fault.limit ?? 0,
      count: fault.count ?? 0,
    });
  };
}

/** One thing that is wrong, in words. */
export function FaultLine({ editor, fault }: { editor: Editor; fault: Told }) {
  return useFaultSentence(editor)(fault);
}

/** What must be mended before the answer can be handed in; a press goes to the place. */
export function Faults({ editor, faults }: { editor: Editor; faults: readonly Told[] }) {
  const { t } = useTranslation("annotate");
  const sentence = useFaultSentence(editor);
  const title = t("faults_title", { n: faults.length });
  return <FaultNote {...{ title, faults, sentence }} wayTo={toAnnotation(editor)} />;
}
