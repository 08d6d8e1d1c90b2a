import { ArrowLeftRight, Eye, EyeOff, Redo2, Undo2, WholeWord } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ToolButton } from "../../parts/tool-button";
import type { TextEditor } from "../editor";
import { useText } from "../use";

/** The rail: one step back and forth, how marking goes, the text alone. */
export function TextRail({ editor, children }: { editor: TextEditor; children?: ReactNode }) {
  const { t } = useTranslation(["annotate-text", "annotate"]);
  const { canUndo, canRedo, snap, shapes, readOnly } = useText(editor, (state) => state);
  const spans = editor.choices.length > 0;
  return (
    <nav className="rail an-rail" aria-label={t("annotate:tools")}>
      {!readOnly && (
        <>
          <ToolButton
            act="undo"
            icon={Undo2}
            word={t("annotate:acts.undo")}
            off={!canUndo}
            onPress={editor.undo}
          />
          <ToolButton
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
          <ToolButton
            act="text.snap"
            icon={WholeWord}
            word={t("acts.text.snap")}
            pressed={snap}
            onPress={() => editor.patch({ snap: !snap })}
          />
          <ToolButton
            act="text.other_end"
            icon={ArrowLeftRight}
            word={t("acts.text.other_end")}
            onPress={editor.otherEnd}
          />
        </>
      )}
      <span className="grow" />
      {spans && (
        <ToolButton
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
