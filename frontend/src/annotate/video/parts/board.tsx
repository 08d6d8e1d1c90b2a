import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { bindKeys } from "../../core/acts";
import type { Difference } from "../../core/diff";
import { isMark } from "../../core/doc";
import type { KitBoardProps } from "../../kit";
import { Canvas } from "../../parts/canvas";
import { useStore } from "../../use";
import type { Track } from "../doc";
import type { VideoEditor } from "../editor";
import { VIDEO_ACTS } from "../keys";
import { isTrack, markAt, shapeAt } from "../tracks";
import { Announcer } from "./announcer";
import { Lines } from "./lines";
import { Transport } from "./transport";
import { wordOf } from "./word";
import "../video.css";

type Props = Omit<KitBoardProps, "editor"> & { editor: VideoEditor };

/** A difference between two answers as it is seen on a frame. */
function onFrame(diff: Difference | null, frame: number): Difference | null {
  if (diff === null) return null;
  const shown = (one: Difference["added"][number]) => {
    const mark = isTrack(one) ? markAt(one, frame) : null;
    return mark === null ? [] : [mark];
  };
  return {
    added: diff.added.flatMap(shown),
    removed: diff.removed.flatMap(shown),
    changed: diff.changed.flatMap((one) => {
      const [before] = shown(one.before);
      const [after] = shown(one.after);
      if (before === undefined || after === undefined || !isMark(before)) return [];
      if (!isTrack(one.before) || !isTrack(one.after)) return [];
      const place = (track: Track) => JSON.stringify(shapeAt(track, frame));
      return [{ ...one, before, after, moved: place(one.before) !== place(one.after) }];
    }),
  };
}

/** The frame to work on, what plays it, and the clock under it. */
export function Board({ editor, diff = null, pins = [], onPin, keys = true, ...rest }: Props) {
  const { t } = useTranslation(["annotate-video", "annotate-clock", "annotate"]);
  const { film } = editor;
  // Where nothing depends on it, no frame makes all of this anew.
  const pinned = pins.some((pin) => typeof pin.x === "number");
  const frame = useStore(film.time, (at) => (diff === null && !pinned ? 0 : at));
  const shown = useStore(film.shown, (at) => at >= 0);
  const fault = useStore(film.fault, (error) => error);
  const { onFault, children } = rest;
  useEffect(() => film.hold(), [film]);
  useEffect(() => {
    if (fault !== null) onFault?.(fault);
  }, [fault, onFault]);
  useEffect(() => {
    const worded = VIDEO_ACTS.map((one) => ({ ...one, word: wordOf(t as never, one.id) }));
    return bindKeys(keys ? editor.handlers : {}, [...editor.frame.keyActs, ...worded]);
  }, [editor, keys, t]);
  const difference = useMemo(() => onFrame(diff, frame), [diff, frame]);
  // A spot is on the frame on which it was set.
  const here = pins.map((pin) =>
    typeof pin.x === "number" && typeof pin.at === "number" && pin.at !== frame
      ? { ...pin, x: null, y: null, annotation: null }
      : pin,
  );
  return (
    <div className="vd">
      <div
        className="vd-picture"
        data-shown={shown}
        onPointerDownCapture={() => film.playing.get() && film.pause()}
      >
        <Canvas
          editor={editor.frame}
          keys={false}
          diff={difference}
          pins={here}
          {...(onPin === undefined ? {} : { onPin })}
        >
          {children}
        </Canvas>
        {!shown && fault === null && <p className="vd-coming t2">{t("coming")}</p>}
      </div>
      <Transport editor={editor} />
      <Lines editor={editor} diff={diff} pins={pins} onPin={onPin} />
      <Announcer editor={editor} />
    </div>
  );
}
