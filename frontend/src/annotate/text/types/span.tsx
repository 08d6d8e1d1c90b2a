import { Link2, Unlink } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { partsOf as partsIn } from "../../core/checks/check";
import { spanChecks } from "../../core/checks/span";
import { nameOf } from "../../core/choices";
import { ActKey } from "../../parts/act-key";
import { paint } from "../../parts/swatch";
import { rangeOf } from "../cursor";
import { partsOf, type Span, type SpanLabel } from "../doc";
import type { TextEditor } from "../editor";
import { Ask } from "../parts/ask";
import { lengthOf } from "../points";
import { useText } from "../use";
import type { AskProps, TextType } from "./type";

function AskSpan({ editor, question }: AskProps) {
  const { t } = useTranslation("annotate-text");
  const label = question.label as SpanLabel;
  const marked = useText(
    editor,
    (state) => rangeOf(state.cursor) !== null && state.selected.length === 0,
  );
  const hand = useText(editor, () => editor.hears(question));
  const choices = editor.choices.filter((one) => one.label === label);
  return (
    <Ask editor={editor} question={question} hint={t(marked ? "mark_now" : "mark_hint")}>
      <div className="tx-options">
        {choices.map((one) => (
          <ClassRow key={one.index} editor={editor} index={one.index} hand={hand} />
        ))}
      </div>
    </Ask>
  );
}

type RowProps = { editor: TextEditor; index: number; hand: boolean };

function ClassRow({ editor, index, hand }: RowProps) {
  const { i18n } = useTranslation();
  const choice = editor.choices[index]!;
  const count = useText(
    editor,
    () => editor.spans().filter((span) => editor.choiceOf(span) === choice).length,
  );
  const armed = useText(editor, (state) => state.choice === index);
  const off = useText(editor, (state) => state.readOnly);
  return (
    <button
      type="button"
      className="lrow"
      style={paint(choice)}
      aria-pressed={armed}
      disabled={off}
      onClick={() => editor.pick(index)}
    >
      <span className="swatch" data-dash={choice.dash} />
      <span className="grow clip">{nameOf(choice.class, i18n.language)}</span>
      <span className="t3">{count}</span>
      {choice.key === null ? (
        <span className="t3 an-sign">{choice.sign}</span>
      ) : (
        <span className={hand ? "" : "tx-asleep"}>
          <ActKey act={`label.${choice.key}`} />
        </span>
      )}
    </button>
  );
}

/** Binds what is selected together; what belongs together is found by one person, name or thing. */
export function GroupButton({ editor }: { editor: TextEditor }) {
  const { t } = useTranslation("annotate-text");
  const selected = useText(editor, (state) => state.selected);
  const spans = editor.spans().filter((one) => selected.includes(one.id));
  const together =
    spans.length > 0 && spans.every((one) => one.group !== null && one.group === spans[0]!.group);
  if (!together && spans.length < 2) return null;
  return (
    <button type="button" className="btn line tx-more" onClick={editor.group}>
      <Icon of={together ? Unlink : Link2} size={16} />
      {t(together ? "ungroup" : "group")} <ActKey act="text.group" />
    </button>
  );
}

/** Places in the text: names, things, reasons. */
export const spanType: TextType<SpanLabel, Span> = {
  kind: "span",
  place: "panel",
  check: spanChecks((label, { facts }, id) => {
    const part = partsOf(label.roles, partsIn(facts)).find((one) => one.id === id);
    return part === undefined ? null : lengthOf(part.text);
  }),
  says: (_, { part, start, end }, { quote }) => quote(part, start, end),
  press: () => false,
  Ask: AskSpan,
};
