import type { Point } from "../core/doc";
import type { Brush, Draft } from "../core/tool";
import { paintArrow } from "./arrows";
import { type Frame, type Ink, type Inks, painters, paintPixels } from "./paint";

/** What the tools of lines, masks and relations are drawing. */
export function paintDraft(
  c: CanvasRenderingContext2D,
  at: Frame,
  draft: Draft | null,
  inks: Inks,
  touch: boolean,
): void {
  switch (draft?.kind) {
    case "line":
      paintOpen(c, draft, at, inks(draft.of), touch);
      break;
    case "link":
      paintArrow(c, draft.from, draft.to, at, inks(draft.of), { strong: true });
      break;
    case "raster": {
      const { width, height } = draft.raster.size;
      const bitmap = painters.masks?.rasterBitmap(draft.raster, inks(draft.of).colour);
      if (bitmap !== undefined) paintPixels(c, bitmap, { x: 0, y: 0, width, height }, at);
      if (draft.brush !== null) paintBrush(c, at, draft.brush);
      break;
    }
    case "brush":
      paintBrush(c, at, draft.brush);
  }
}

/** A line that is not finished yet, with the stretch to where the pointer is. */
function paintOpen(
  c: CanvasRenderingContext2D,
  { points, to, closes }: { points: readonly Point[]; to: Point | null; closes: boolean },
  at: Frame,
  ink: Ink,
  large: boolean,
): void {
  const all = to === null ? points : [...points, to];
  const place = ([x, y]: Point): Point => [x * at.scale + at.x, y * at.scale + at.y];
  c.beginPath();
  for (const point of all) c.lineTo(...place(point));
  c.lineJoin = "round";
  for (const [width, colour] of [
    [5, "rgb(0 0 0 / 0.62)"],
    [2.5, ink.colour],
  ] as const) {
    c.lineWidth = width;
    c.strokeStyle = colour;
    c.stroke();
  }
  c.lineJoin = "miter";
  const half = large ? 7 : 4;
  for (const [index, point] of points.entries()) {
    const [x, y] = place(point);
    c.beginPath();
    // The first corner is where an outline closes: it is larger once that is possible.
    const size = closes && index === 0 && points.length >= 3 ? half * 1.5 : half;
    c.arc(x, y, size, 0, 2 * Math.PI);
    c.fillStyle = index === 0 ? ink.colour : "#fff";
    c.fill();
    c.lineWidth = 1.5;
    c.strokeStyle = "#14181f";
    c.stroke();
  }
}

/** As large as it paints; dashed where it takes away. */
function paintBrush(c: CanvasRenderingContext2D, at: Frame, { at: spot, radius, erases }: Brush) {
  const [x, y] = [spot[0] * at.scale + at.x, spot[1] * at.scale + at.y];
  c.beginPath();
  c.arc(x, y, Math.max(2, radius * at.scale), 0, 2 * Math.PI);
  if (erases) c.setLineDash([4, 3]);
  for (const [line, colour] of [
    [3, "rgb(0 0 0 / 0.6)"],
    [1.5, "#fff"],
  ] as const) {
    c.lineWidth = line;
    c.strokeStyle = colour;
    c.stroke();
  }
  c.setLineDash([]);
}
