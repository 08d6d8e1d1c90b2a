import type { Point } from "../core/doc";
import { inside } from "../core/geometry";
import type { Pointed } from "../core/tool";
import { reveal, toPicture } from "../core/view";
import type { Core } from "./editor";
import { middleOf } from "./links";
import { type Frame, painters } from "./paint";

/** How far an arrow moves it, in pixels of the screen; with Shift; with Alt one pixel of the picture. */
const STEP = 10;
const FAR = 50;
const SLOP = 5;
const REACH = 12;
/** What is kept in sight around it, in pixels of the screen. */
const ROOM = 40;

/** A pointer that keys move and press: whatever a hand does with a tool, they can do too. */
export type Cursor = {
  isOn: () => boolean;
  toggle: () => void;
  off: () => boolean;
  /** By steps on each way; `fine` ones are pixels of the picture. */
  move: (dx: number, dy: number, how: "near" | "far" | "fine") => boolean;
  press: () => boolean;
  release: () => void;
  /** Pressed until it is called again: dragging without holding a key. */
  hold: () => boolean;
};

export function createCursor(core: Core): Cursor {
  const { get, patch, view, picture, hands } = core;

  const pointed = (at: Point): Pointed => {
    const { scale } = view.get();
    return {
      at,
      slop: SLOP / scale,
      reach: REACH / scale,
      touch: false,
      shift: false,
      alt: false,
    };
  };
  const start = (): Point => {
    const [id] = get().selected;
    const mark = core.marks().find((one) => one.id === id);
    if (mark !== undefined) return middleOf(mark);
    const { width, height } = view.get();
    const middle: Point = [picture.width / 2, picture.height / 2];
    return width === 0 ? middle : inside(toPicture(view.get(), [width / 2, height / 2]), picture);
  };
  const put = (at: Point, pressed: boolean) => {
    patch({ cursor: { at, pressed } });
    core.pointer.set(at);
  };
  const press = (): boolean => {
    const { cursor } = get();
    if (cursor === null || cursor.pressed) return false;
    put(cursor.at, true);
    core.tool().down(hands, pointed(cursor.at));
    return true;
  };
  const release = () => {
    const { cursor } = get();
    if (cursor?.pressed !== true) return;
    put(cursor.at, false);
    core.tool().up(hands, pointed(cursor.at));
  };
  const off = (): boolean => {
    if (get().cursor === null) return false;
    release();
    patch({ cursor: null });
    core.pointer.set(null);
    core.say("cursor_off");
    return true;
  };
  return {
    isOn: () => get().cursor !== null,
    off,
    toggle() {
      if (off()) return;
      const at = start();
      put([Math.round(at[0]), Math.round(at[1])], false);
      core.tool().move(hands, pointed(at), false);
      core.say("cursor_on");
    },
    move(dx, dy, how) {
      const { cursor } = get();
      if (cursor === null) return false;
      const { scale } = view.get();
      const by = how === "fine" ? 1 : Math.max(1, Math.round((how === "far" ? FAR : STEP) / scale));
      const at = inside([cursor.at[0] + dx * by, cursor.at[1] + dy * by], picture);
      put(at, cursor.pressed);
      core.tool().move(hands, pointed(at), cursor.pressed);
      const room = ROOM / scale;
      const around = { x: at[0] - room, y: at[1] - room, width: 2 * room, height: 2 * room };
      view.set(reveal(view.get(), around, picture));
      return true;
    },
    press,
    release,
    hold() {
      if (get().cursor === null) return false;
      if (get().cursor?.pressed === true) release();
      else press();
      return true;
    },
  };
}

/** The pointer that keys move: a cross, with a ring while it is pressed. */
export function paintCursor(
  c: CanvasRenderingContext2D,
  at: Frame,
  cursor: { at: Point; pressed: boolean } | null,
): void {
  if (cursor === null) return;
  const [x, y] = [cursor.at[0] * at.scale + at.x, cursor.at[1] * at.scale + at.y];
  c.beginPath();
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    c.moveTo(x + dx * 4, y + dy * 4);
    c.lineTo(x + dx * 15, y + dy * 15);
  }
  if (cursor.pressed) {
    c.moveTo(x + 8, y);
    c.arc(x, y, 8, 0, 2 * Math.PI);
  }
  for (const [line, colour] of [
    [5, "#14181f"],
    [2, "#fff"],
  ] as const) {
    c.lineWidth = line;
    c.strokeStyle = colour;
    c.stroke();
  }
}

painters.cursor = paintCursor;
