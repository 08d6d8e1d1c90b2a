import { Crosshair, Eye, EyeOff, Maximize, ZoomIn, ZoomOut } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Editor } from "../image/acts";
import { toolOf } from "../image/tools";
import { useEditor } from "../use";
import { LightButton } from "./light";
import { StepsBack } from "./steps-back";
import { ToolButton } from "./tool-button";

/** The rail: what a hand can do, one step back and forth, near and far, how the picture looks. */
export function Tools({ editor, children }: { editor: Editor; children?: ReactNode }) {
  const { t } = useTranslation("annotate");
  const state = useEditor(editor, (all) => all);
  const reading = state.readOnly;
  const offered = editor.tools.filter((id) => !reading || toolOf(id).reads === true);
  return (
    <nav className="rail an-rail" data-many={offered.length > 7} aria-label={t("tools")}>
      {offered.map((id) => (
        <ToolButton
          key={id}
          act={`tool.${id}`}
          icon={toolOf(id).icon}
          word={t(`acts.tool.${id}`)}
          pressed={state.tool === id}
          onPress={() => editor.setTool(id)}
        />
      ))}
      <hr />
      {!reading && (
        <>
          <StepsBack editor={editor} />
          {children}
          <hr />
        </>
      )}
      <ToolButton
        act="zoom.in"
        icon={ZoomIn}
        word={t("acts.zoom.in")}
        onPress={() => editor.zoomBy(1.25)}
      />
      <ToolButton
        act="zoom.out"
        icon={ZoomOut}
        word={t("acts.zoom.out")}
        onPress={() => editor.zoomBy(0.8)}
      />
      <ToolButton act="zoom.fit" icon={Maximize} word={t("acts.zoom.fit")} onPress={editor.fit} />
      <span className="grow" />
      <ToolButton
        act="crosshair"
        icon={Crosshair}
        word={t("acts.crosshair")}
        pressed={state.crosshair}
        onPress={() => editor.patch({ crosshair: !state.crosshair })}
      />
      <ToolButton
        act="hide.all"
        icon={state.shapes ? Eye : EyeOff}
        word={t(state.shapes ? "shapes_hide" : "shapes_show")}
        pressed={!state.shapes}
        onPress={() => editor.showShapes(!state.shapes)}
      />
      <LightButton editor={editor} />
    </nav>
  );
}
