/** Segments, events and the times below, as they are painted. */
import type { Difference } from "../core/diff";
import type { Annotation, Id } from "../core/doc";
import { type Axis, seen, tickStep, toPixel } from "./axis";
import {
  type ClockMark,
  endOf,
  inOrder,
  isClockMark,
  isSegment,
  meets,
  type Row,
  rowsOf,
  type Segment,
  type Stretch,
  startOf,
} from "./doc";
import type { ClockState, Core } from "./editor";
import type { Read, Tint } from "./inks";

const FONT = '600 12px "Pretendard Variable", Pretendard, system-ui, sans-serif';
const DASHES = { 1: [], 2: [7, 4], 3: [2, 4] } as const;

/** What is where, from above: names, what is heard, times; in CSS pixels. */
export const NAMES = 24;
export const TIMES = 24;

export type Scene = {
  c: CanvasRenderingContext2D;
  /** The axis of the canvas. */
  axis: Axis;
  height: number;
  read: Read;
};
export type Marked = {
  editor: Core;
  state: ClockState;
  tint: (mark: ClockMark) => Tint;
  /** What stands above a mark. */
  name: (mark: ClockMark, nth: number) => string;
  diff: Difference | null;
};
type Looks = ReadonlyMap<Id, "added" | "changed">;

const looksOf = (diff: Difference): Looks =>
  new Map([
    ...diff.added.map((one) => [one.id, "added"] as const),
    ...diff.changed.map((one) => [one.after.id, "changed"] as const),
  ]);

/** The body: between names and times. */
export const bodyOf = (height: number) => ({ top: NAMES, bottom: height - TIMES });

/** Between which heights a mark lies: all of the body, or where its channel is; null where that is hidden. */
export const roomOf = (
  { rooms }: Pick<Core, "rooms">,
  one: Pick<ClockMark, "channel">,
  height: number,
) => (one.channel == null || rooms === null ? bodyOf(height) : rooms.of(one.channel));

/** The row of a segment; what is of all channels goes through all, also where others lie across it. */
export const rowFor = (
  { rooms }: Pick<Core, "rooms">,
  rows: ReadonlyMap<Id, Row>,
  one: Segment,
): Row => (rooms !== null && one.channel == null ? { row: 0, rows: 1 } : rows.get(one.id)!);

/** Where a segment stands, in its row. */
export function boxOf(
  axis: Axis,
  one: Segment,
  { row, rows }: Row,
  { top, bottom }: { top: number; bottom: number },
) {
  const each = (bottom - top) / rows;
  const left = toPixel(axis, one.start);
  return {
    left,
    width: Math.max(2, toPixel(axis, one.end) - left),
    top: top + row * each,
    height: each - (rows > 1 ? 2 : 0),
  };
}

/** Everything that is marked and in sight. */
export function paintMarks(scene: Scene, marked: Marked): void {
  const { axis } = scene;
  const { state, diff } = marked;
  const around = seen(axis);
  const all = inOrder(state.answer);
  const rows = rowsOf(all.filter(isSegment));
  const looks = diff === null ? null : looksOf(diff);
  const roomy = (one: Pick<ClockMark, "channel">) => roomOf(marked.editor, one, scene.height);
  const visible = (one: ClockMark) =>
    roomy(one) !== null &&
    meets({ start: startOf(one), end: Math.max(endOf(one), startOf(one) + 1e-9) }, around);
  if (state.shapes) {
    let reach = Number.NEGATIVE_INFINITY;
    all.forEach((one, at) => {
      if (!visible(one)) return;
      const selected = state.selected.includes(one.id);
      const look = looks?.get(one.id) ?? (looks === null ? null : "faint");
      const room = roomy(one)!;
      const place = isSegment(one)
        ? boxOf(axis, one, rowFor(marked.editor, rows, one), room)
        : null;
      if (place !== null) paintSegment(scene, place, marked.tint(one), selected, look);
      else paintEvent(scene, toPixel(axis, startOf(one)), marked.tint(one), selected, look, room);
      const left = toPixel(axis, startOf(one));
      // Names that would lie on each other are left out, but for what is selected.
      if (left < reach && !selected) return;
      reach = paintName(scene, marked.name(one, at + 1), left, place?.width ?? 0, selected);
    });
  }
  for (const one of diff?.removed ?? [])
    if (isClockMark(one) && visible(one))
      paintGhost(scene, one, roomy(one)!, "var(--bad-mark)", []);
  const { suggested } = state;
  for (const one of suggested?.marks ?? [])
    if (isClockMark(one as Annotation) && visible(one as ClockMark))
      paintGhost(
        scene,
        one as ClockMark,
        roomy(one as ClockMark)!,
        suggested?.current === one.id ? "var(--text)" : "var(--text-2)",
        [6, 4],
      );
  const room = state.pulled && roomy(state.pulled);
  if (state.pulled !== null && room !== null) paintPulled(scene, state.pulled, room);
  if (state.begun !== null) paintBegun(scene, state.begun);
}

type Room = { top: number; bottom: number };
type Place = { left: number; top: number; width: number; height: number };
type Look = "added" | "changed" | "faint" | null;

function paintSegment(
  { c, read }: Scene,
  { left, top, width, height }: Place,
  tint: Tint,
  selected: boolean,
  look: Look,
) {
  const colour = read(tint.colour);
  c.globalAlpha = look === "faint" ? 0.04 : selected ? 0.18 : 0.1;
  c.fillStyle = colour;
  c.beginPath();
  c.roundRect(left, top, width, height, 4);
  c.fill();
  c.globalAlpha = look === "faint" ? 0.3 : 1;
  // The upper edge says whose it is, by its colour and by its dashes.
  c.strokeStyle = colour;
  c.lineWidth = 3;
  c.setLineDash(DASHES[tint.dash]);
  c.beginPath();
  c.moveTo(left + 2, top + 1.5);
  c.lineTo(left + width - 2, top + 1.5);
  c.stroke();
  c.setLineDash([]);
  c.globalAlpha = 1;
  if (look === "added" || look === "changed") {
    c.strokeStyle = read(look === "added" ? "var(--ok-mark)" : "var(--warn-mark)");
    c.lineWidth = 2;
    c.strokeRect(left + 1, top + 1, width - 2, height - 2);
  }
  if (!selected) return;
  c.strokeStyle = read("var(--text)");
  c.lineWidth = 2;
  c.beginPath();
  c.roundRect(left, top, width, height, 5);
  c.stroke();
  c.fillStyle = read("var(--text)");
  const high = Math.min(32, height / 2);
  for (const x of [left - 3, left + width - 3]) {
    c.beginPath();
    c.roundRect(x, top + (height - high) / 2, 6, high, 3);
    c.fill();
  }
}

function paintEvent(
  { c, read }: Scene,
  x: number,
  tint: Tint,
  selected: boolean,
  look: Look,
  { top, bottom }: Room,
) {
  c.globalAlpha = look === "faint" ? 0.3 : 1;
  c.strokeStyle = read(tint.colour);
  c.lineWidth = selected ? 4 : 2;
  c.setLineDash(DASHES[tint.dash]);
  c.beginPath();
  c.moveTo(x, top);
  c.lineTo(x, bottom);
  c.stroke();
  c.setLineDash([]);
  c.fillStyle = read(tint.colour);
  c.strokeStyle = read("var(--text)");
  c.lineWidth = selected ? 2 : 1;
  c.beginPath();
  c.moveTo(x, top - 6);
  c.lineTo(x + 6, top);
  c.lineTo(x, top + 6);
  c.lineTo(x - 6, top);
  c.closePath();
  c.fill();
  c.stroke();
  c.globalAlpha = 1;
}

/** Where the name ends: the next one comes after. */
function paintName(
  { c, read }: Scene,
  name: string,
  left: number,
  room: number,
  selected: boolean,
): number {
  c.font = FONT;
  c.textBaseline = "alphabetic";
  const { width } = c.measureText(name);
  if (width > room + 40 && !selected && room > 0) return left;
  if (selected) {
    c.fillStyle = read("var(--bg)");
    c.fillRect(left - 2, 2, width + 4, NAMES - 4);
  }
  c.fillStyle = read(selected ? "var(--text)" : "var(--text-2)");
  c.fillText(name, left, NAMES - 8);
  return left + width + 8;
}

function paintGhost(
  { c, read, axis }: Scene,
  one: ClockMark,
  { top, bottom }: Room,
  ink: string,
  dash: number[],
) {
  const left = toPixel(axis, startOf(one));
  const width = Math.max(2, toPixel(axis, endOf(one)) - left);
  c.strokeStyle = read(ink);
  c.lineWidth = 2;
  c.setLineDash(dash);
  c.strokeRect(left, top + 4, width, bottom - top - 8);
  c.setLineDash([]);
  if (dash.length > 0) return;
  c.beginPath();
  c.moveTo(left, bottom - 4);
  c.lineTo(left + width, top + 4);
  c.stroke();
}

function paintPulled({ c, read, axis }: Scene, { start, end }: Stretch, { top, bottom }: Room) {
  const left = toPixel(axis, start);
  const width = toPixel(axis, end) - left;
  c.globalAlpha = 0.14;
  c.fillStyle = read("var(--text)");
  c.fillRect(left, top, width, bottom - top);
  c.globalAlpha = 1;
  c.strokeStyle = read("var(--text)");
  c.lineWidth = 1;
  c.setLineDash([4, 3]);
  c.strokeRect(left, top, width, bottom - top);
  c.setLineDash([]);
}

function paintBegun({ c, read, height, axis }: Scene, at: number) {
  const x = toPixel(axis, at);
  c.strokeStyle = read("var(--text)");
  c.lineWidth = 2;
  c.setLineDash([4, 3]);
  c.beginPath();
  c.moveTo(x, NAMES);
  c.lineTo(x, height - TIMES);
  c.stroke();
  c.setLineDash([]);
}

/** The times below. */
export function paintTimes(
  { c, axis, read, height }: Scene,
  format: (place: number, step: number) => string,
  clock: boolean,
  begin = 0,
): void {
  const step = tickStep(axis, 90, clock);
  const { start, end } = seen(axis);
  c.font = FONT.replace("600", "400");
  c.textBaseline = "alphabetic";
  c.fillStyle = read("var(--text-3)");
  // Steps are even on the clock that is read.
  const off = begin % step;
  const first = Math.ceil((Math.max(0, start) + off) / step) * step - off;
  for (let nth = 0; first + nth * step <= Math.min(end, axis.length); nth += 1) {
    const at = first + nth * step;
    const x = toPixel(axis, at);
    c.fillRect(Math.round(x), height - TIMES, 1, 5);
    const word = format(at, step);
    const { width } = c.measureText(word);
    // The first and the last would be cut by the window's edges.
    const most = toPixel(axis, axis.length) - width - 2;
    c.fillText(word, at === 0 ? x + 2 : Math.min(x - width / 2, most), height - 7);
  }
}
