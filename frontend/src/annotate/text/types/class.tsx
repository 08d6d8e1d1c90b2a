import { useTranslation } from "react-i18next";
import { whole } from "../../core/checks/questions";
import { nameOf } from "../../core/choices";
import { ActKey } from "../../parts/act-key";
import type { Chosen, WholeLabel } from "../doc";
import type { TextEditor } from "../editor";
import { newId } from "../ids";
import { Ask } from "../parts/ask";
import { Tree } from "../parts/parts-later";
import { givenTo, type Question } from "../questions";
import { above, isTree } from "../tree";
import { useText } from "../use";
import type { AskProps, TextType } from "./type";

const chosenOf = (editor: TextEditor, question: Question): Chosen | undefined =>
  givenTo(editor.get().answer, question)[0] as Chosen | undefined;

/** The classes after a press on one: a press on a chosen one lets go of it. A class means those
 * above it, which are not named beside it. */
export function pressed(label: WholeLabel, had: readonly string[], id: string): readonly string[] {
  if (had.includes(id)) return had.filter((one) => one !== id);
  if (label.many !== true) return [id];
  const over = above(label.classes, id);
  const kept = new Set(
    had.filter((one) => !over.includes(one) && !above(label.classes, one).includes(id)),
  ).add(id);
  // In the schema's order, so that the same choice is the same answer however it was made.
  return label.classes.map((one) => one.id).filter((one) => kept.has(one));
}

function choose(editor: TextEditor, question: Question, id: string): boolean {
  const label = question.label as WholeLabel;
  if (editor.get().readOnly) return false;
  const before = chosenOf(editor, question);
  const classes = pressed(label, before?.classes ?? [], id);
  const { name } = label;
  const one: Chosen = {
    kind: "class",
    id: before?.id ?? newId(),
    name,
    classes,
    part: question.part,
  };
  editor.give(question, classes.length === 0 ? [] : [one]);
  if (label.many !== true && before === undefined) editor.goOn();
  return true;
}

function AskClass({ editor, question }: AskProps) {
  const { t, i18n } = useTranslation("annotate-text");
  const label = question.label as WholeLabel;
  useText(editor, (state) => state.answer);
  const hand = useText(editor, () => editor.hears(question));
  const off = useText(editor, (state) => state.readOnly);
  const had = chosenOf(editor, question)?.classes ?? [];
  const many = label.many === true;
  const hint = t(many ? "choose_many" : "choose_one");
  if (isTree(label.classes))
    return (
      <Ask editor={editor} question={question} hint={hint}>
        <Tree label={label} chosen={had} off={off} onPress={(id) => choose(editor, question, id)} />
      </Ask>
    );
  return (
    <Ask editor={editor} question={question} hint={hint}>
      <div className="tx-options">
        {label.classes.map((one, at) => {
          const on = had.includes(one.id);
          return (
            <button
              key={one.id}
              type="button"
              className="lrow"
              aria-pressed={on}
              disabled={off}
              onClick={() => choose(editor, question, one.id)}
            >
              <span
                className={`${many ? "check" : "radio"} ${on ? "on" : ""}`}
                aria-hidden="true"
              />
              <span className="grow clip">{nameOf(one, i18n.language)}</span>
              {hand && at < 9 && <ActKey act={`label.${at + 1}`} />}
            </button>
          );
        })}
      </div>
    </Ask>
  );
}

/** What a text, or each part of it, is: one class, several, or those of a tree. */
export const classType: TextType<WholeLabel, Chosen> = {
  kind: "class",
  place: "panel",
  check: whole,
  says: (label, { classes }, { named }) =>
    classes
      .map((id) => {
        const way = [...above(label.classes, id).toReversed(), id];
        return way
          .map((each) => named(label.classes.find((one) => one.id === each) ?? { id: each }))
          .join(" › ");
      })
      .join(", "),
  press(editor, question, digit) {
    const label = question.label as WholeLabel;
    const one = label.classes[digit - 1];
    return one !== undefined && !isTree(label.classes) && choose(editor, question, one.id);
  },
  Ask: AskClass,
};
