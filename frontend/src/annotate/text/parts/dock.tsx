import { Trash2, WholeWord } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { nameOf } from "../../core/choices";
import { Steps } from "../../parts/steps";
import { paint } from "../../parts/swatch";
import type { TextEditor } from "../editor";
import { typeOf } from "../types";
import { usePartName, useText } from "../use";

type Props = { editor: TextEditor };

/** On a phone: the question in hand above the thumb, and the way to the others. */
export function TextDock({ editor }: Props) {
  const { t, i18n } = useTranslation("annotate-text");
  const hand = useText(editor, (state) => state.hand);
  const part = usePartName(editor);
  const asked = editor.questions.filter((one) => typeOf(one.label.kind).place === "panel");
  const at = asked.findIndex((one) => one.key === hand);
  const now = asked[at] ?? asked[0];
  if (now === undefined) return null;
  const { Ask } = typeOf(now.label.kind);
  const go = (to: number) => {
    const next = asked[to];
    if (next === undefined) return;
    editor.take(next.key);
    if (next.part !== null) editor.sight?.show(next.part, 0);
  };
  const name = nameOf(now.label, i18n.language);
  return (
    <div className="an-dock">
      <Steps at={Math.max(0, at)} of={asked.length} onGo={go}>
        {now.part === null ? name : t("question_of", { name, part: part(now.part) })}
      </Steps>
      {now.label.kind === "span" ? (
        <Chips editor={editor} />
      ) : (
        <div className="an-dock-ask">
          <Ask key={now.key} editor={editor} question={now} />
        </div>
      )}
    </div>
  );
}

/** The classes of spans in a row: a press marks what is marked, or waits for the next word. */
function Chips({ editor }: Props) {
  const { t, i18n } = useTranslation("annotate-text");
  const armed = useText(editor, (state) => state.choice);
  const spans = useText(editor, (state) => state.answer) && editor.spans();
  const selected = useText(editor, (state) => state.selected);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row everywhere
    <div className="an-chips" role="group" aria-label={t("classes")}>
      {selected.length > 0 && (
        <button type="button" className="chip" onClick={() => editor.remove()}>
          <Icon of={Trash2} size={16} />
          {t("delete")}
        </button>
      )}
      {editor.choices.map((one) => (
        <button
          key={one.index}
          type="button"
          className="chip"
          style={paint(one)}
          aria-pressed={armed === one.index}
          onClick={() => editor.pick(one.index)}
        >
          <span className="swatch" data-dash={one.dash} />
          {nameOf(one.class, i18n.language)}
          <span className="an-count">
            {spans.filter((span) => editor.choiceOf(span) === one).length}
          </span>
        </button>
      ))}
    </div>
  );
}

/** On a phone: how marking goes, as a button with a word, beside which the page puts its own. */
export function TextPhoneTools({ editor }: Props) {
  const { t } = useTranslation("annotate-text");
  const snap = useText(editor, (state) => state.snap);
  if (editor.choices.length === 0) return null;
  return (
    <button
      type="button"
      className="an-t"
      aria-pressed={snap}
      onClick={() => editor.patch({ snap: !snap })}
    >
      <Icon of={WholeWord} size={22} />
      {t("snap_short")}
    </button>
  );
}
