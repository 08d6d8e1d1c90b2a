import type { Point } from "../../core/doc";
import { corner } from "../../core/shapes/points";
import type { Hands, Pointed, Tool } from "../../core/tool";
import { createGrip } from "./grip";
import { pick } from "./pick";

/** A shape that is set point by point: what is set so far, and where the pointer sets the next. */
export type Steps<P> = {
  points: readonly P[];
  /** Of the shape that comes of it. */
  id: string;
  to: Point | null;
  pressed: boolean;
  /** Whose hands set the points: the class in them may change until the shape is finished. */
  own: Hands | null;
};

/**
 * What tools have in common that set points by a click each: `hand` is their part of the tool, to
 * which they add what a click does, and what they finish.
 */
export function createSteps<P>() {
  const grip = createGrip();
  const now: Steps<P> = { points: [], id: "", to: null, pressed: false, own: null };
  const end = (): void => {
    Object.assign(now, { points: [], to: null, pressed: false, own: null });
  };
  const begin = (hands: Hands): void => {
    now.id = hands.newId();
    now.own = hands;
    hands.select([]);
  };
  /** Where a shape lies already, Shift selects it instead of starting another. */
  const selects = (hands: Hands, pointed: Pointed): boolean => {
    const [top] = now.points.length === 0 && pointed.shift ? pick(hands, pointed) : [];
    if (top === undefined) return false;
    hands.select([top.id]);
    end();
    return true;
  };
  const back = (): void => {
    now.points = now.points.slice(0, -1);
    if (now.points.length === 0) end();
  };
  const hand = {
    cursor: (hands, pointed) =>
      now.points.length > 0 ? "crosshair" : (grip.over(hands, pointed)?.cursor ?? "crosshair"),
    down(hands, pointed) {
      if (now.points.length === 0 && grip.down(hands, pointed)) return;
      now.pressed = true;
      now.to = corner(pointed.at, hands.size);
      hands.redraw();
    },
    move(hands, pointed, down) {
      if (down && grip.move(hands, pointed)) return;
      if (now.points.length === 0 && !now.pressed) return;
      now.to = corner(pointed.at, hands.size);
      hands.redraw();
    },
    cancel(hands) {
      if (grip.cancel(hands)) return true;
      if (now.points.length === 0 && !now.pressed) return false;
      end();
      hands.redraw();
      return true;
    },
    interrupt(hands) {
      // What is set stays: the picture is only moved to set the next.
      grip.cancel(hands);
      now.pressed = false;
      if (now.points.length === 0) end();
      hands.redraw();
    },
    holds: grip.holds,
    focus: () => grip.focus() ?? (now.pressed ? now.to : null),
  } satisfies Partial<Tool>;
  /** A press ends: false where it was none of the next point's. */
  const released = (hands: Hands): boolean => {
    if (grip.up(hands) || !now.pressed) return false;
    now.pressed = false;
    return true;
  };
  return { now, hand, begin, end, selects, back, released };
}
