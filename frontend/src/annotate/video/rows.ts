/** Tracks along the clock, painted: a row each, where they are seen, hidden, and their keyframes. */
import { pan, seen, toPixel, toPlace, zoom } from "../clock/axis";
import { choiceTint, reader } from "../clock/inks";
import { createStrip } from "../clock/strip";
import type { Track } from "./doc";
import type { VideoEditor } from "./editor";
import { isPlaced, type Keyframe, lastAt, stretchesOf } from "./tracks";

/** How high one is, in CSS pixels. */
export const ROW = 22;
const FONT = '600 12px "Pretendard Variable", Pretendard, system-ui, sans-serif';
const REST = 140;
/** Keyframes nearer to each other, in pixels, are one line. */
const APART = 4;
const REACH = 6;

export type Rows = { again: () => void; painted: () => number; stop: () => void };

export function createRows(
  scroller: HTMLElement,
  root: HTMLElement,
  editor: VideoEditor,
  nameOf: (track: Track) => string,
): Rows {
  const { axis, film, clock } = editor;
  const strip = createStrip(root);
  const head = document.createElement("div");
  head.className = "ck-head";
  head.setAttribute("aria-hidden", "true");
  root.append(head);
  const { read, fresh } = reader(root);
  let [frame, rest, count] = [0, 0, 0];
  let dirty = true;

  function paintRow(track: Track, y: number, chosen: boolean, dim: boolean) {
    const c = strip.context;
    const at = strip.base();
    const region = seen(at);
    const tint = choiceTint(editor.choiceOf(track));
    const colour = read(tint.colour);
    if (chosen) {
      c.globalAlpha = 1;
      c.fillStyle = read("var(--press)");
      c.fillRect(0, y, at.width, ROW);
    }
    c.globalAlpha = dim ? 0.35 : 1;
    const [top, high] = [y + 4, ROW - 8];
    for (const { start, end } of stretchesOf(track, film.length)) {
      if (end < region.start || start > region.end) continue;
      const left = Math.max(toPixel(at, start), -2);
      const right = Math.min(toPixel(at, end), at.width + 2);
      c.fillStyle = colour;
      c.globalAlpha = dim ? 0.1 : 0.28;
      c.fillRect(left, top, right - left, high);
      c.globalAlpha = dim ? 0.35 : 1;
      c.fillRect(left, top, right - left, 2);
    }
    const all: readonly Keyframe[] = track.keyframes;
    // Its name stays in sight where the row runs on.
    const words = nameOf(track);
    const left = Math.max(toPixel(at, all[0]!.frame) + 8, at.width * 0.17 + 4);
    c.font = FONT;
    c.textBaseline = "middle";
    const width = c.measureText(words).width;
    c.globalAlpha = 0.85;
    c.fillStyle = read("var(--bg)");
    c.fillRect(left - 3, top + 3, width + 6, high - 4);
    c.globalAlpha = 1;
    c.fillStyle = read(chosen ? "var(--text)" : "var(--text-2)");
    c.fillText(words, left, y + ROW / 2 + 1);
    let reach = Number.NEGATIVE_INFINITY;
    for (let n = Math.max(0, lastAt(all, region.start)); n < all.length; n += 1) {
      const one = all[n]!;
      if (one.frame > region.end) break;
      const x = toPixel(at, one.frame);
      const next = all[n + 1];
      // Hidden: a line through it as long as that holds.
      if (isPlaced(one) && one.occluded === true) {
        const right = toPixel(at, next?.frame ?? film.length);
        c.strokeStyle = read("var(--text)");
        c.lineWidth = 1.5;
        c.setLineDash([3, 3]);
        c.beginPath();
        c.moveTo(Math.max(x, 0), top + high / 2);
        c.lineTo(Math.min(right, at.width), top + high / 2);
        c.stroke();
        c.setLineDash([]);
      }
      if (x < reach) continue;
      reach = x + APART;
      paintKey(x, top + high / 2, isPlaced(one), colour);
    }
  }
  function paintKey(x: number, y: number, there: boolean, colour: string) {
    const c = strip.context;
    c.beginPath();
    c.moveTo(x, y - 5);
    c.lineTo(x + 5, y);
    c.lineTo(x, y + 5);
    c.lineTo(x - 5, y);
    c.closePath();
    // From here on it isn't there: hollow.
    c.fillStyle = there ? colour : read("var(--bg)");
    c.strokeStyle = read("var(--text)");
    c.lineWidth = 1.25;
    c.fill();
    c.stroke();
  }
  function paint() {
    dirty = false;
    count += 1;
    fresh();
    const height = scroller.clientHeight;
    strip.rebase(axis.get(), height);
    const tracks = editor.tracks();
    const top = scroller.scrollTop;
    const { selected, shapes } = clock.get();
    const last = Math.min(tracks.length, Math.ceil((top + height) / ROW));
    for (let n = Math.floor(top / ROW); n < last; n += 1) {
      const track = tracks[n]!;
      const dim = !shapes || hidden.has(track.id);
      paintRow(track, n * ROW - top, selected.includes(track.id), dim);
    }
    strip.context.globalAlpha = 1;
  }
  function show() {
    frame = 0;
    const now = axis.get();
    if (now.width === 0 || scroller.clientHeight === 0) return;
    if (dirty || !strip.covers(now)) paint();
    strip.follow(now);
    head.style.transform = `translateX(${toPixel(now, film.time.get())}px)`;
    window.clearTimeout(rest);
    rest = window.setTimeout(() => strip.stale(axis.get()) && again(), REST);
  }
  function ask() {
    if (frame === 0) frame = requestAnimationFrame(show);
  }
  function again() {
    dirty = true;
    ask();
  }
  let known = clock.get();
  let { hidden } = editor.frame.get();
  const stops = [
    clock.subscribe(() => {
      const now = clock.get();
      const other =
        now.answer !== known.answer ||
        now.selected !== known.selected ||
        now.shapes !== known.shapes;
      if (now.selected !== known.selected && now.selected.length === 1) bring(now.selected[0]!);
      known = now;
      if (other) again();
    }),
    editor.frame.subscribe(() => {
      if (editor.frame.get().hidden === hidden) return;
      hidden = editor.frame.get().hidden;
      again();
    }),
    axis.subscribe(ask),
    film.time.subscribe(ask),
    listen(),
  ];
  function bring(id: string) {
    const n = editor.tracks().findIndex((one) => one.id === id);
    if (n < 0) return;
    const { scrollTop, clientHeight } = scroller;
    if (n * ROW < scrollTop) scroller.scrollTop = n * ROW;
    else if ((n + 1) * ROW > scrollTop + clientHeight)
      scroller.scrollTop = (n + 1) * ROW - clientHeight;
  }
  const size = new ResizeObserver(() => {
    root.style.height = `${scroller.clientHeight}px`;
    again();
  });
  size.observe(scroller);
  const theme = new MutationObserver(again);
  theme.observe(document.documentElement, { attributes: true });
  scroller.addEventListener("scroll", again, { passive: true });

  /** A press chooses a track and goes there; on a keyframe, to it. Dragged, the playhead goes along. */
  function listen(): () => void {
    let from: { x: number; y: number; scrubs: boolean } | null = null;
    const spot = (event: MouseEvent) => {
      const box = scroller.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top + scroller.scrollTop };
    };
    const under = (y: number): Track | undefined => editor.tracks()[Math.floor(y / ROW)];
    const placeAt = (x: number) => Math.min(Math.max(toPlace(axis.get(), x), 0), film.length - 1);
    const down = (event: PointerEvent) => {
      if (event.button !== 0) return;
      from = { ...spot(event), scrubs: false };
      // A finger scrolls the rows; a mouse scrubs.
      if (event.pointerType !== "touch") scroller.setPointerCapture(event.pointerId);
    };
    const move = (event: PointerEvent) => {
      if (from === null || event.pointerType === "touch") return;
      const at = spot(event);
      if (!from.scrubs && Math.abs(at.x - from.x) < 4) return;
      from.scrubs = true;
      film.seek(placeAt(at.x));
    };
    const up = (event: PointerEvent) => {
      const at = spot(event);
      const start = from;
      from = null;
      if (start === null || start.scrubs || Math.abs(at.y - start.y) > 8) return;
      const track = under(at.y);
      const near = (track?.keyframes as readonly Keyframe[] | undefined)?.find(
        (one) => Math.abs(toPixel(axis.get(), one.frame) - at.x) <= REACH,
      );
      film.pause();
      film.seek(near?.frame ?? placeAt(at.x));
      if (track === undefined) return;
      const { selected } = clock.get();
      const more = event.shiftKey || event.ctrlKey || event.metaKey;
      if (!more) editor.select([track.id]);
      else if (selected.includes(track.id)) editor.select(selected.filter((id) => id !== track.id));
      else editor.select([track.id, ...selected]);
    };
    const lose = () => {
      from = null;
    };
    const wheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        axis.set(zoom(axis.get(), Math.exp(-event.deltaY / 300), spot(event).x));
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        axis.set(pan(axis.get(), event.deltaX || event.deltaY));
      }
    };
    scroller.addEventListener("pointerdown", down);
    scroller.addEventListener("pointermove", move);
    scroller.addEventListener("pointerup", up);
    scroller.addEventListener("pointercancel", lose);
    scroller.addEventListener("wheel", wheel, { passive: false });
    return () => {
      scroller.removeEventListener("pointerdown", down);
      scroller.removeEventListener("pointermove", move);
      scroller.removeEventListener("pointerup", up);
      scroller.removeEventListener("pointercancel", lose);
      scroller.removeEventListener("wheel", wheel);
    };
  }
  again();
  return {
    again,
    painted: () => count,
    stop() {
      for (const off of stops) off();
      size.disconnect();
      theme.disconnect();
      scroller.removeEventListener("scroll", again);
      cancelAnimationFrame(frame);
      window.clearTimeout(rest);
      strip.canvas.remove();
      head.remove();
    },
  };
}
