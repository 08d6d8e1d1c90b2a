/**
 * The clock along the window: layers of what is heard or measured, what is marked, the times, and the
 * playhead. All but the playhead is painted once on a strip wider than the window and then moved, so that
 * thirty minutes pan as smoothly as a second.
 */
import type { Difference } from "../core/diff";
import { follow, resized, toPixel } from "./axis";
import type { ClockMark } from "./doc";
import type { ClockEditor } from "./editor";
import { reader, tintOf } from "./inks";
import { bodyOf, paintMarks, paintTimes, type Scene } from "./paint";
import { listen } from "./pointer";
import { createStrip } from "./strip";

/** Something that lies under what is marked: it paints between `top` and `bottom` of the scene. */
export type Layer = {
  paint: (scene: Scene, top: number, bottom: number) => void;
  /** Tells when it has more to show. */
  subscribe?: (listener: () => void) => () => void;
};
export type Words = {
  /** What stands above a mark, which is the nth in order. */
  name: (mark: ClockMark, nth: number) => string;
  /** A place in words, as exactly as `step` asks for. */
  format: (place: number, step: number) => string;
  /** Are places milliseconds, whose steps are those of clocks? */
  clock: boolean;
  /** What the clock that is read shows at the start. */
  begin?: number;
};
export type Timeline = {
  setDiff: (diff: Difference | null) => void;
  setWords: (words: Words) => void;
  setLayers: (layers: readonly Layer[]) => void;
  /** How many times it was painted: what the bench looks at. */
  painted: () => number;
  stop: () => void;
};

/** How long all must rest before what is stale is painted again. */
const REST = 140;

export function createTimeline(root: HTMLElement, editor: ClockEditor, words: Words): Timeline {
  const { axis, player } = editor;
  const strip = createStrip(root);
  const head = document.createElement("div");
  head.className = "ck-head";
  head.setAttribute("aria-hidden", "true");
  root.append(head);
  const { read, fresh } = reader(root);
  const tint = tintOf(editor);
  let layers: readonly Layer[] = [];
  let offs: (() => void)[] = [];
  let diff: Difference | null = null;
  let [height, frame, rest, count] = [0, 0, 0, 0];
  let dirty = true;

  function paint() {
    dirty = false;
    count += 1;
    fresh();
    strip.rebase(axis.get(), height);
    const scene: Scene = { c: strip.context, axis: strip.base(), height, read };
    const { top, bottom } = bodyOf(height);
    for (const layer of layers) layer.paint(scene, top, bottom);
    paintMarks(scene, { editor, state: editor.get(), tint, name: words.name, diff });
    paintTimes(scene, words.format, words.clock, words.begin);
  }
  function show() {
    frame = 0;
    const now = axis.get();
    if (now.width === 0 || height === 0) return;
    if (dirty || !strip.covers(now)) paint();
    strip.follow(now);
    head.style.transform = `translateX(${toPixel(now, player.time.get())}px)`;
    window.clearTimeout(rest);
    rest = window.setTimeout(() => {
      if (!strip.stale(axis.get())) return;
      dirty = true;
      ask();
    }, REST);
  }
  function ask() {
    if (frame === 0) frame = requestAnimationFrame(show);
  }
  const again = () => {
    dirty = true;
    ask();
  };
  const moved = () => {
    if (player.playing.get() && editor.get().following)
      axis.set(follow(axis.get(), player.time.get()));
    ask();
  };
  const size = new ResizeObserver(() => {
    height = root.clientHeight;
    axis.set(resized(axis.get(), root.clientWidth));
    again();
  });
  size.observe(root);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", again);
  const theme = new MutationObserver(again);
  theme.observe(document.documentElement, { attributes: true });
  const stops = [
    editor.subscribe(again),
    axis.subscribe(ask),
    player.time.subscribe(moved),
    listen(root, editor),
  ];
  return {
    setDiff(next) {
      diff = next;
      again();
    },
    setWords(next) {
      words = next;
      again();
    },
    setLayers(next) {
      for (const off of offs) off();
      layers = next;
      offs = next.flatMap((layer) => layer.subscribe?.(again) ?? []);
      again();
    },
    painted: () => count,
    stop() {
      for (const off of [...offs, ...stops]) off();
      size.disconnect();
      theme.disconnect();
      dark.removeEventListener("change", again);
      cancelAnimationFrame(frame);
      window.clearTimeout(rest);
      strip.canvas.remove();
      head.remove();
    },
  };
}
