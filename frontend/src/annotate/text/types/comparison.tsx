import { useTranslation } from "react-i18next";
import { partsOf as partsIn } from "../../core/checks/check";
import { answeredOnce } from "../../core/checks/parts";
import { ActKey } from "../../parts/act-key";
import { type Comparison, type ComparisonLabel, partsOf } from "../doc";
import type { TextEditor } from "../editor";
import { newId } from "../ids";
import { Ask } from "../parts/ask";
import { givenTo, type Question } from "../questions";
import { usePartName, useText } from "../use";
import type { AskProps, TextType } from "./type";

const comparisonOf = (editor: TextEditor, question: Question): Comparison | undefined =>
  givenTo(editor.get().answer, question)[0] as Comparison | undefined;

/** Says which part is better; null for a tie. The same again takes it back. */
export function prefer(editor: TextEditor, question: Question, better: string | null): boolean {
  if (editor.get().readOnly) return false;
  const before = comparisonOf(editor, question);
  const { name } = question.label;
  const again = before !== undefined && before.better === better;
  editor.give(
    question,
    again ? [] : [{ kind: "comparison", id: before?.id ?? newId(), name, better }],
  );
  if (before === undefined) editor.goOn();
  return true;
}

function AskComparison({ editor, question }: AskProps) {
  const { t } = useTranslation("annotate-text");
  const label = question.label as ComparisonLabel;
  const given = useText(editor, () => comparisonOf(editor, question));
  const hand = useText(editor, () => editor.hears(question));
  const off = useText(editor, (state) => state.readOnly);
  const name = usePartName(editor);
  const parts = partsOf(label.roles, editor.parts);
  const row = (better: string | null, word: string, act: string | null) => {
    const on = given !== undefined && given.better === better;
    return (
      <button
        key={better ?? ""}
        type="button"
        className="lrow"
        aria-pressed={on}
        disabled={off}
        onClick={() => prefer(editor, question, better)}
      >
        <span className={`radio ${on ? "on" : ""}`} aria-hidden="true" />
        <span className="grow clip">{word}</span>
        {hand && act !== null && <ActKey act={act} />}
      </button>
    );
  };
  return (
    <Ask editor={editor} question={question} hint={t("better")}>
      <div className="tx-options">
        {parts.map((part, at) =>
          row(part.id, t("is_better", { name: name(part.id) }), at < 9 ? `label.${at + 1}` : null),
        )}
        {label.ties !== false && row(null, t("tie"), "text.zero")}
      </div>
    </Ask>
  );
}

/** Which of several parts is better. */
export const comparisonType: TextType<ComparisonLabel, Comparison> = {
  kind: "comparison",
  place: "panel",
  check: {
    one(label, { facts }, { better }) {
      if (better === null) return label.ties === false ? [{ code: "tie_not_allowed" }] : [];
      return partsOf(label.roles, partsIn(facts)).some((part) => part.id === better)
        ? []
        : [{ code: "unknown_part" }];
    },
    all: (label, asked, given) => answeredOnce(label, asked, given),
  },
  says: (_, { better }, { part, tie }) => (better === null ? tie : part(better)),
  press(editor, question, digit) {
    const label = question.label as ComparisonLabel;
    if (digit === 0) return label.ties !== false && prefer(editor, question, null);
    const part = partsOf(label.roles, editor.parts)[digit - 1];
    return part !== undefined && prefer(editor, question, part.id);
  },
  Ask: AskComparison,
};
