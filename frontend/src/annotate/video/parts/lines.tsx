import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Timeline } from "../../clock/parts/timeline";
import type { Difference } from "../../core/diff";
import type { Pin } from "../../parts/pins";
import type { VideoEditor } from "../editor";
import { createRows, ROW, type Rows } from "../rows";
import { createThumbs } from "../thumbs";
import { useTrackName, useVideo } from "../use";

type Props = {
  editor: VideoEditor;
  diff: Difference | null;
  pins: readonly Pin[];
  onPin: ((index: number) => void) | undefined;
};

/** What lies on the clock: small pictures with segments and events over them, and the tracks below. */
export function Lines({ editor, diff, pins, onPin }: Props) {
  const thumbs = useMemo(() => createThumbs(editor.source), [editor]);
  const layers = useMemo(() => [thumbs], [thumbs]);
  useEffect(() => editor.film.roughly(thumbs.nearest), [editor, thumbs]);
  return (
    <div className="vd-lines">
      <Timeline
        editor={editor.clock}
        layers={layers}
        diff={diff}
        pins={pins}
        onPin={onPin}
        format={(place) => String(Math.round(place))}
      />
      <TrackRows editor={editor} />
    </div>
  );
}

/** The tracks along the clock, a row each; the list beside has the same for those who do not see it. */
function TrackRows({ editor }: { editor: VideoEditor }) {
  const { t, i18n } = useTranslation("annotate-video");
  const count = useVideo(editor, () => editor.tracks().length);
  const scroller = useRef<HTMLDivElement>(null);
  const root = useRef<HTMLDivElement>(null);
  const [rows, setRows] = useState<Rows | null>(null);
  const name = useTrackName(editor);
  const latest = useRef(name);
  latest.current = name;
  const some = count > 0;
  useEffect(() => {
    if (!some || scroller.current === null || root.current === null) return;
    const made = createRows(scroller.current, root.current, editor, (track) =>
      latest.current(track),
    );
    setRows(made);
    return () => {
      setRows(null);
      made.stop();
    };
  }, [editor, some]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: names are of the reader's language
  useEffect(() => rows?.again(), [rows, i18n.language]);
  if (!some) return null;
  return (
    <div
      ref={scroller}
      className="vd-rows"
      role="application"
      aria-label={t("rows", { n: count })}
      aria-roledescription={t("rows_role")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keys, and the page's keys hold here
      tabIndex={0}
    >
      <div className="vd-rows-all" style={{ height: count * ROW }}>
        <div ref={root} className="vd-rows-seen" />
      </div>
    </div>
  );
}
