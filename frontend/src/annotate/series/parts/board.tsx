import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Announcer } from "../../clock/parts/announcer";
import { Timeline } from "../../clock/parts/timeline";
import type { Difference } from "../../core/diff";
import type { Pin } from "../../parts/pins";
import { useStore } from "../../use";
import type { SeriesEditor } from "../editor";
import { beginOf, written } from "../times";
import { roomsOf, tracesOf } from "../traces";
import { Heads } from "./heads";
import { SeriesKeys } from "./keys";
import { Lines } from "./lines";
import { Overview } from "./overview";
import "../../annotate.css";
import "../series.css";

export type BoardProps = {
  editor: SeriesEditor;
  diff?: Difference | null;
  pins?: readonly Pin[];
  onPin?: (index: number) => void;
  /** Do the keys of the window act here? Only one board of a page may have them. */
  keys?: boolean;
  children?: ReactNode;
};
const NO_PINS: readonly Pin[] = [];

/** Channels above each other on one clock, with what is marked on them. */
export function Board({
  editor,
  diff = null,
  pins = NO_PINS,
  onPin,
  keys = true,
  children,
}: BoardProps) {
  const { t } = useTranslation("annotate-clock");
  const view = useRef<HTMLDivElement>(null);
  const failing = useStore(editor.levels.failing, (is) => is);
  const layers = useMemo(() => [tracesOf(editor)], [editor]);
  const begin = beginOf(editor.series.start);
  useEffect(() => {
    editor.rooms = roomsOf(editor, () => view.current?.clientHeight ?? 0);
    return () => {
      editor.rooms = null;
    };
  }, [editor]);
  return (
    <div className="se-board">
      <SeriesKeys editor={editor} active={keys} />
      <Heads editor={editor} />
      <div ref={view} className="se-view">
        <Timeline
          editor={editor}
          layers={layers}
          diff={diff}
          pins={pins}
          onPin={onPin}
          format={(place, step) => written(place, begin, step)}
          begin={begin ?? 0}
        />
        <Lines editor={editor} />
      </div>
      <Overview editor={editor} />
      {failing && (
        <p className="se-failing note warn" role="status">
          {t("series.failing")}
        </p>
      )}
      {children}
      <Announcer editor={editor} />
    </div>
  );
}
