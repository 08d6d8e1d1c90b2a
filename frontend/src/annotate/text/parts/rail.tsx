import {
  ArrowLeftRight,
  Eye,
  EyeOff,
  type LucideIcon,
  Redo2,
  Undo2,
  WholeWord,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { ariaOf, capsOf } from "../../core/keymap";
import { useKeyOf } from "../../use";
import type { TextEditor } from "../editor";
import { useText } from "../use";

type Props = {
  act: string;
  icon: LucideIcon;
  word: string;
  pressed?: boolean;
  off?: boolean;
  onPress: () => unknown;
};

function Tool({ act, icon, word, pressed, off = false, onPress }: Props) {
  const chord = useKeyOf(act);
  const cap = chord === null || chord.includes("+") ? null : capsOf(chord).join("");
  return (
    <button
      type="button"
      className="tool"
      aria-label={cap === null ? word : `${word} ${cap}`}
      title={chord === null ? word : `${word} (${capsOf(chord).join(" ")})`}
      aria-keyshortcuts={chord === null ? undefined : ariaOf(chord)}
      aria-pressed={pressed}
      disabled={off}
      onClick={() => onPress()}
    >
      <Icon of={icon} size={20} />
      {cap !== null && <small aria-hidden="true">{cap}</small>}
    </button>
  );
}

/** The rail: one step back and forth, how marking goes, the text alone. */
export function TextRail({ editor, children }: { editor: TextEditor; children?: ReactNode }) {
  const { t } = useTranslation(["annotate-text", "annotate"]);
  const { canUndo, canRedo, snap, shapes, readOnly } = useText(editor, (state) => state);
  const spans = editor.choices.length > 0;
  return (
    <nav className="rail an-rail" aria-label={t("annotate:tools")}>
      {!readOnly && (
        <>
          <Tool
            act="undo"
            icon={Undo2}
            word={t("annotate:acts.undo")}
            off={!canUndo}
            onPress={editor.undo}
          />
          <Tool
            act="redo"
            icon={Redo2}
            word={t("annotate:acts.redo")}
            off={!canRedo}
            onPress={editor.redo}
          />
          {children}
        </>
      )}
      {spans && !readOnly && (
        <>
          <hr />
          <Tool
            act="text.snap"
            icon={WholeWord}
            word={t("acts.text.snap")}
            pressed={snap}
            onPress={() => editor.patch({ snap: !snap })}
          />
          <Tool
            act="text.other_end"
            icon={ArrowLeftRight}
            word={t("acts.text.other_end")}
            onPress={editor.otherEnd}
          />
        </>
      )}
      <span className="grow" />
      {spans && (
        <Tool
          act="hide.all"
          icon={shapes ? Eye : EyeOff}
          word={t(shapes ? "spans_hide" : "spans_show")}
          pressed={!shapes}
          onPress={() => editor.patch({ shapes: !shapes })}
        />
      )}
    </nav>
  );
}
