import { Redo2, Undo2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Editing } from "../kit";
import { useStore } from "../use";
import { ToolButton } from "./tool-button";

type Steps = Pick<Editing, "subscribe" | "undo" | "redo"> & {
  get: () => { canUndo: boolean; canRedo: boolean };
};

/** One step back and forth, on the rail of whatever is worked on. */
export function StepsBack({ editor }: { editor: Steps }) {
  const { t } = useTranslation("annotate");
  const canUndo = useStore(editor, (state) => state.canUndo);
  const canRedo = useStore(editor, (state) => state.canRedo);
  return (
    <>
      <ToolButton
        act="undo"
        icon={Undo2}
        word={t("acts.undo")}
        off={!canUndo}
        onPress={editor.undo}
      />
      <ToolButton
        act="redo"
        icon={Redo2}
        word={t("acts.redo")}
        off={!canRedo}
        onPress={editor.redo}
      />
    </>
  );
}
