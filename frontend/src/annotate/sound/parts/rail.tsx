import { Combine, Eye, EyeOff, Flag, Plus, Scissors, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useClock } from "../../clock/use";
import { StepsBack } from "../../parts/steps-back";
import { ToolButton } from "../../parts/tool-button";
import type { SoundEditor } from "../editor";

/** The rail: one step back and forth, and what makes and cuts segments. */
export function SoundRail({ editor, children }: { editor: SoundEditor; children?: ReactNode }) {
  const { t } = useTranslation(["annotate-clock", "annotate"]);
  const { shapes, readOnly, selected } = useClock(editor, (state) => state);
  const has = (kind: string) => editor.schema.labels.some((one) => one.kind === kind);
  const none = selected.length === 0;
  return (
    <nav className="rail an-rail" aria-label={t("annotate:tools")}>
      {!readOnly && (
        <>
          <StepsBack editor={editor} />
          {children}
          <hr />
          {has("segment") && (
            <>
              <ToolButton
                act="clock.add"
                icon={Plus}
                word={t("acts.clock.add")}
                onPress={editor.addHere}
              />
              <ToolButton
                act="clock.split"
                icon={Scissors}
                word={t("acts.clock.split")}
                onPress={() => editor.split()}
              />
              <ToolButton
                act="clock.merge"
                icon={Combine}
                word={t("acts.clock.merge")}
                off={none}
                onPress={editor.merge}
              />
            </>
          )}
          {has("event") && (
            <ToolButton
              act="clock.event"
              icon={Flag}
              word={t("acts.clock.event")}
              onPress={() => editor.addEvent()}
            />
          )}
          <ToolButton
            act="delete"
            icon={Trash2}
            word={t("annotate:acts.delete")}
            off={none}
            onPress={() => editor.remove()}
          />
        </>
      )}
      <span className="grow" />
      <ToolButton
        act="hide.all"
        icon={shapes ? Eye : EyeOff}
        word={t("annotate:acts.hide.all")}
        pressed={!shapes}
        onPress={() => editor.patch({ shapes: !shapes })}
      />
    </nav>
  );
}
