import { ArrowLeftRight, Eye, EyeOff, WholeWord } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { StepsBack } from "../../parts/steps-back";
import { ToolButton } from "../../parts/tool-button";
import type { TextEditor } from "../editor";
import { useText } from "../use";

/** The rail: one step back and forth, how marking goes, the text alone. */
export function TextRail({ editor, children }: { editor: TextEditor; children?: ReactNode }) {
  const { t } = useTranslation(["annotate-text", "annotate"]);
  const { snap, shapes, readOnly } = useText(editor, (state) => state);
  const spans = editor.choices.length > 0;
  return (
    <nav className="rail an-rail" aria-label={t("annotate:tools")}>
      {!readOnly && (
        <>
          <StepsBack editor={editor} />
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
