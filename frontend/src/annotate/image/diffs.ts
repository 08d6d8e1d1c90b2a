import type { Difference } from "../core/diff";
import { isMark, type Mark, type Point } from "../core/doc";
import { type Frame, type Inks, painters, paintMark, paintTag, type Sign } from "./paint";

/** What a difference adds to the marks themselves: how they were, and a sign of what was done. */
export function paintDiff(
  c: CanvasRenderingContext2D,
  at: Frame,
  diff: Difference,
  near: readonly Mark[],
  inks: Inks,
): void {
  const added = new Set(diff.added.map((one) => one.id));
  const changed = new Map(diff.changed.map((one) => [one.after.id, one]));
  for (const { before, moved } of changed.values())
    if (moved && isMark(before)) paintMark(c, before, at, inks(before), "was");
  for (const one of diff?.removed ?? [])
    if (isMark(one)) {
      paintMark(c, one, at, inks(one), "was");
      paintTag(c, one, at, inks(one), inks(one).name, "minus");
    }
  for (const mark of near) {
    const change = changed.get(mark.id);
    if (change === undefined && !added.has(mark.id)) continue;
    const sign: Sign = change === undefined ? "plus" : change.moved ? "move" : "label";
    paintTag(c, mark, at, inks(mark), inks(mark).name, sign);
  }
}

/** A sign of what was done, in the colour that stands on the tag. */
export function paintSign(
  c: CanvasRenderingContext2D,
  sign: Sign,
  x: number,
  y: number,
  on: string,
) {
  c.strokeStyle = on;
  c.lineWidth = 1.5;
  c.beginPath();
  const line = (...points: Point[]) => {
    c.moveTo(x + points[0]![0], y + points[0]![1]);
    for (const [dx, dy] of points.slice(1)) c.lineTo(x + dx, y + dy);
  };
  if (sign === "label") {
    line([-4, -1.5], [0, -5], [4, -1.5], [4, 4], [-4, 4], [-4, -1.5]);
  } else {
    line([-4.5, 0], [4.5, 0]);
    if (sign !== "minus") line([0, -4.5], [0, 4.5]);
    if (sign === "move")
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const)
        line(
          [dx * 3 + dy * 1.8, dy * 3 + dx * 1.8],
          [dx * 5, dy * 5],
          [dx * 3 - dy * 1.8, dy * 3 - dx * 1.8],
        );
  }
  c.stroke();
}

painters.sign = paintSign;
