import {
  ArrowUpDown,
  Eye,
  EyeOff,
  Flag,
  Maximize,
  Scissors,
  SquarePlus,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useClock } from "../../clock/use";
import { StepsBack } from "../../parts/steps-back";
import { ToolButton } from "../../parts/tool-button";
import type { SeriesEditor } from "../editor";
import { makesSegments } from "../lanes";

/** The rail: one step back and forth, what can be made at the playhead, near and far. */
export function SeriesRail({ editor, children }: { editor: SeriesEditor; children?: ReactNode }) {
  const { t } = useTranslation(["annotate-clock", "annotate"]);
  const { shapes, readOnly } = useClock(editor, (state) => state);
  const kinds = new Set<string>(editor.schema.labels.map((one) => one.kind));
  const marked = kinds.has("segment") || kinds.has("event");
  return (
    <nav className="rail an-rail" aria-label={t("annotate:tools")}>
      {!readOnly && (
        <>
          <StepsBack editor={editor} />
          {children}
          <hr />
          {makesSegments(editor) && (
            <>
              <ToolButton
                act="clock.add"
                icon={SquarePlus}
                word={t("acts.clock.add")}
                onPress={editor.addHere}
              />
              <ToolButton
                act="clock.split"
                icon={Scissors}
                word={t("acts.clock.split")}
                onPress={() => editor.split()}
              />
            </>
          )}
          {kinds.has("event") && (
            <ToolButton
              act="clock.event"
              icon={Flag}
              word={t("acts.clock.event")}
              onPress={() => editor.addEvent()}
            />
          )}
          {marked && <hr />}
        </>
      )}
      <ToolButton
        act="zoom.in"
        icon={ZoomIn}
        word={t("annotate:acts.zoom.in")}
        onPress={() => editor.zoomBy(1.5)}
      />
      <ToolButton
        act="zoom.out"
        icon={ZoomOut}
        word={t("annotate:acts.zoom.out")}
        onPress={() => editor.zoomBy(1 / 1.5)}
      />
      <ToolButton
        act="zoom.fit"
        icon={Maximize}
        word={t("annotate:acts.zoom.fit")}
        onPress={editor.fit}
      />
      <ToolButton
        act="series.fit"
        icon={ArrowUpDown}
        word={t("acts.series.fit")}
        onPress={() => editor.fitChannel()}
      />
      <span className="grow" />
      {marked && (
        <ToolButton
          act="hide.all"
          icon={shapes ? Eye : EyeOff}
          word={t(shapes ? "annotate:shapes_hide" : "annotate:shapes_show")}
          pressed={!shapes}
          onPress={() => editor.patch({ shapes: !shapes })}
        />
      )}
    </nav>
  );
}
