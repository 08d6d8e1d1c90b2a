import { useTranslation } from "react-i18next";
import { nameOf } from "../../core/choices";
import type { Pin } from "../../parts/pins";
import { find, isRelation, isSpan } from "../doc";
import type { TextEditor } from "../editor";
import { slice } from "../points";
import { usePartName, useSays, useText } from "../use";

/** What a pin points at, in words: a stretch of the text, what was marked, an answer. */
export function TextPointed({ editor, pin }: { editor: TextEditor; pin: Pin }) {
  const { t, i18n } = useTranslation(["annotate", "annotate-text"]);
  const answer = useText(editor, (state) => state.answer);
  const says = useSays(editor);
  const part = usePartName(editor);
  if (typeof pin.start === "number" && typeof pin.end === "number") {
    const text = editor.parts.find((one) => one.id === pin.part)?.text ?? "";
    return t("pointed.stretch", { text: slice(text, pin.start, pin.end) });
  }
  if (!pin.annotation) return t("pointed.whole");
  const one = find(answer, pin.annotation);
  if (one === undefined) return <span className="c-warn">{t("pointed.gone")}</span>;
  if (isRelation(one)) return says(one);
  const label = editor.schema.labels.find((each) => each.name === one.name) ?? { id: one.name };
  if (isSpan(one)) {
    const name = nameOf(editor.choiceOf(one)?.class ?? { id: one.class }, i18n.language);
    return t("pointed.span", { text: says(one), name });
  }
  const name = nameOf(label, i18n.language);
  if ("part" in one && one.part !== null)
    return t("annotate-text:question_of", { name, part: part(one.part) });
  return name;
}
