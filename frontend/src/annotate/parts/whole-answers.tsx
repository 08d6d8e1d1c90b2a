import { useTranslation } from "react-i18next";
import { nameOf } from "../core/choices";
import type { Editor } from "../image/acts";
import { useEditor } from "../use";

/** What was answered about the picture as a whole, each question with its choice. */
export function WholeAnswers({ editor }: { editor: Editor }) {
  const { t, i18n } = useTranslation("annotate");
  const answer = useEditor(editor, (state) => state.answer);
  const labels = editor.schema.labels.filter((label) => label.kind === "class");
  if (labels.length === 0) return null;
  return (
    <section>
      <dl className="an-whole">
        {labels.map((label) => {
          const given = answer.annotations.find(
            (one) => one.kind === "class" && one.name === label.name,
          );
          const ids = given?.kind === "class" ? given.classes : [];
          const words = ids.map((id) => {
            const found = label.classes.find((one) => one.id === id);
            return found === undefined ? id : nameOf(found, i18n.language);
          });
          return (
            <div key={label.name} className="row between">
              <dt className="t2">{nameOf(label, i18n.language)}</dt>
              <dd className="strong">{words.join(", ") || t("not_answered")}</dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
