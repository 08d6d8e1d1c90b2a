import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../../core/choices";
import { Said } from "../../parts/said";
import type { TextEditor } from "../editor";
import { givenTo } from "../questions";
import { typeOf } from "../types";
import { usePartName, useSays, useText } from "../use";

/** What was answered about the text, each question with its answer; spans stand in it, and what is
 * written beside it is named here too where `all` is asked for: to choose it. */
export function TextAnswers({ editor, all = false }: { editor: TextEditor; all?: boolean }) {
  const { t, i18n } = useTranslation("annotate-text");
  const answer = useText(editor, (state) => state.answer);
  const selected = useText(editor, (state) => state.selected);
  const says = useSays(editor);
  const part = usePartName(editor);
  const asked = editor.questions.filter(
    ({ label }) => label.kind !== "span" && (all || typeOf(label.kind).place === "panel"),
  );
  if (asked.length === 0) return null;
  return (
    <dl className="tx-answers">
      {asked.map((one) => {
        const given = givenTo(answer, one);
        const name = nameOf(one.label, i18n.language);
        return (
          <div key={one.key}>
            <dt className="t2">
              {one.part === null ? name : t("question_of", { name, part: part(one.part) })}
            </dt>
            <dd className="strong">
              {given.length === 0
                ? t("not_answered")
                : given.map((each) => (
                    <Fragment key={each.id}>
                      <button
                        type="button"
                        className="tx-said"
                        aria-pressed={selected.includes(each.id)}
                        onClick={() => {
                          if (editor.get().pinning) editor.place?.(each.id);
                          editor.select([each.id]);
                          if (each.kind === "relation") editor.reveal(each.from);
                          else editor.reveal(each.id);
                        }}
                      >
                        {says(each)}
                      </button>
                      <Said editor={editor} id={each.id} />
                    </Fragment>
                  ))}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
