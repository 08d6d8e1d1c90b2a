import { useTranslation } from "react-i18next";
import { nameOf } from "../core/choices";
import { type Annotation, isWhole, type Label } from "../core/doc";
import type { Editor } from "../image/acts";
import { useEditor } from "../use";
import { Said } from "./said";

/** What was answered about the picture as a whole, each question with its answer; a press selects it. */
export function WholeAnswers({ editor }: { editor: Editor }) {
  const { t, i18n } = useTranslation("annotate");
  const answer = useEditor(editor, (state) => state.answer);
  const selected = useEditor(editor, (state) => state.selected);
  const labels = editor.schema.labels.filter(
    ({ kind }) => kind === "class" || kind === "rating" || kind === "writing",
  );
  if (labels.length === 0) return null;
  const says = (label: Label, one: Annotation): string => {
    if (one.kind === "rating") return String(one.value);
    if (one.kind === "writing") return one.text;
    const classes = label.kind === "class" ? label.classes : [];
    return (isWhole(one) ? one.classes : [])
      .map((id) => nameOf(classes.find((each) => each.id === id) ?? { id }, i18n.language))
      .join(", ");
  };
  return (
    <section>
      <dl className="an-whole">
        {labels.map((label) => {
          const given = answer.annotations.filter((one) => one.name === label.name);
          return (
            <div key={label.name}>
              <dt className="t2">{nameOf(label, i18n.language)}</dt>
              <dd className="strong">
                {given.length === 0 && t("not_answered")}
                {given.map((one) => (
                  <div key={one.id}>
                    <button
                      type="button"
                      className="an-answer"
                      aria-pressed={selected.includes(one.id)}
                      onClick={() => editor.select([one.id])}
                    >
                      {says(label, one)}
                    </button>
                    <Said editor={editor} id={one.id} />
                  </div>
                ))}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
