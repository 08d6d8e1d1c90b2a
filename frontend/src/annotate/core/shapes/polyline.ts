import type { Classed, Point } from "../ask";
import { roomFor } from "../geometry";
import { boundsOf, corner, differ, passesEdge, toLine } from "./points";
import { dragLine, lineCorners, lineHandles, moveLine, resizeLine, setLine } from "./polygon";
import { boundFields, type Shape } from "./shape";

/** An open line: its points in order, in pixels. */
export type Polyline = Classed & { kind: "polyline"; points: readonly Point[] };

export const polyline: Shape<Polyline> = {
  kind: "polyline",
  bounds: ({ points }) => boundsOf(points),
  area: () => 0,
  holds: () => false,
  toEdge: ({ points }, at) => toLine(points, false, at),
  drawing: ({ points }) => [{ is: "line", points }],
  handles: ({ points }) => lineHandles(points, false),
  drag: dragLine,
  move: moveLine,
  resize: resizeLine,
  fields: ({ points }) => boundFields(boundsOf(points)),
  set: setLine,
  corners: lineCorners(false, 2),
  around(at, size, start) {
    const half = Math.max(1, Math.min(size.width, size.height) / 10);
    const [x, y] = roomFor(at, half, size);
    const ends: Point[] = [
      [x - half, y],
      [x + half, y],
    ];
    return { kind: "polyline", ...start, points: ends.map((one) => corner(one, size)) };
  },
  faults({ points }, size) {
    if (points.length < 2 || !differ(points)) return ["zero_length"];
    return passesEdge(boundsOf(points), size) ? ["past_edge"] : [];
  },
};
