import { ChevronDown, ChevronUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { asksAttributes } from "../../core/kinds";
import { ActKey } from "../../parts/act-key";
import type { TextEditor } from "../editor";
import { givenTo } from "../questions";
import { typeOf } from "../types";
import { GroupButton } from "../types/span";
import { usePartName, useText } from "../use";
import { Attributes } from "./parts-later";
import { SpanList } from "./spans";

type Props = { editor: TextEditor };

/** Everything that is asked, of the text and of the part in hand, with what was answered. */
export function TextPanel({ editor }: Props) {
  const part = useText(editor, (state) => state.part);
  const inPanel = editor.questions.filter((one) => typeOf(one.label.kind).place === "panel");
  const whole = inPanel.filter((one) => one.part === null);
  const single = inPanel.filter((one) => one.part === part && part !== null);
  const perPart = inPanel.some((one) => one.part !== null);
  const ask = (one: (typeof inPanel)[number]) => {
    const { Ask } = typeOf(one.label.kind);
    return <Ask key={one.key} editor={editor} question={one} />;
  };
  return (
    <div className="tx-panel">
      {whole.map(ask)}
      {perPart && <PartStep editor={editor} />}
      {single.map(ask)}
      {editor.choices.length > 0 && (
        <>
          {asksAttributes(editor.schema) && <Attributes editor={editor} />}
          <GroupButton editor={editor} />
          <SpanList editor={editor} />
        </>
      )}
    </div>
  );
}

/** Which part is worked on, how many are done, and the way to the next. */
function PartStep({ editor }: Props) {
  const { t } = useTranslation("annotate-text");
  const name = usePartName(editor);
  const part = useText(editor, (state) => state.part);
  const answer = useText(editor, (state) => state.answer);
  const asked = [
    ...new Set(editor.questions.flatMap((one) => (one.part === null ? [] : [one.part]))),
  ];
  const done = asked.filter((id) =>
    editor.questions.every((one) => one.part !== id || givenTo(answer, one).length > 0),
  );
  const at = editor.parts.findIndex((one) => one.id === part);
  return (
    <section className="row g8 tx-step">
      <b className="grow clip">{part === null ? "" : name(part)}</b>
      <span className="t3 label">{t("parts_done", { n: done.length, of: asked.length })}</span>
      <button
        type="button"
        className="an-icon"
        aria-label={t("acts.text.part.previous")}
        disabled={at <= 0}
        onClick={() => editor.nextPart(-1)}
      >
        <Icon of={ChevronUp} size={16} />
      </button>
      <button
        type="button"
        className="an-icon"
        aria-label={t("acts.text.part.next")}
        disabled={at === editor.parts.length - 1}
        onClick={() => editor.nextPart(1)}
      >
        <Icon of={ChevronDown} size={16} />
      </button>
      <ActKey act="text.part.next" className="desk-only" />
    </section>
  );
}
