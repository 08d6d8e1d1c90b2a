import type { Classed, Point, Rect, Size } from "../ask";
import { area, roomFor, within } from "../geometry";
import {
  boundsOf,
  corner,
  middle,
  moved,
  passesEdge,
  replaced,
  stretched,
  stretches,
  toLine,
  widened,
} from "./points";
import { boundFields, type Corners, type Field, type Handle, type Shape, tidy } from "./shape";

/** Corners in order, in pixels; the last is joined to the first. */
export type Polygon = Classed & { kind: "polygon"; points: readonly Point[] };
type Lined = { points: readonly Point[] };

/** The handles of a line: its corners, and where a new one can be. */
export const lineHandles = (points: readonly Point[], closed: boolean): readonly Handle[] => [
  ...points.map((at, index) => ({ id: `v${index}`, at, cursor: "move", corner: index })),
  ...stretches(points, closed).map(([a, b], index) => ({
    id: `m${index}`,
    at: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as Point,
    cursor: "copy",
    mid: true,
    minor: true,
  })),
];

/** The corner `v<n>` at `to`; `m<n>` makes a new corner after the n-th. */
export function dragLine<M extends Lined>(mark: M, handle: string, to: Point, size: Size): M {
  const index = Number(handle.slice(1));
  const at = corner(to, size);
  return handle.startsWith("m")
    ? { ...mark, points: mark.points.toSpliced(index + 1, 0, at) }
    : { ...mark, points: replaced(mark.points, index, at) };
}

export function moveLine<M extends Lined>(mark: M, dx: number, dy: number, size: Size): M {
  const points = moved(mark.points, dx, dy, size);
  return points === mark.points ? mark : { ...mark, points };
}

const into = <M extends Lined>(mark: M, to: Rect): M => ({
  ...mark,
  points: stretched(mark.points, boundsOf(mark.points), to),
});

export function resizeLine<M extends Lined>(mark: M, dx: number, dy: number, size: Size): M {
  const from = boundsOf(mark.points);
  const to = widened(from, dx, dy, size);
  return to.width === from.width && to.height === from.height ? mark : into(mark, to);
}

/** With its bounds changed in one number. */
export const setLine = <M extends Lined>(mark: M, key: Field["key"], value: number): M =>
  into(mark, { ...boundsOf(mark.points), [key]: value });

/** The corners of a line of at least `fewest`. */
export const lineCorners = <M extends Lined>(closed: boolean, fewest: number): Corners<M> => ({
  points: (mark) => mark.points,
  put: (mark, index, [x, y]) => ({
    ...mark,
    points: replaced(mark.points, index, [tidy(x), tidy(y)]),
  }),
  after(mark, index) {
    const side = stretches(mark.points, closed)[index];
    if (side === undefined) return mark;
    return { ...mark, points: mark.points.toSpliced(index + 1, 0, middle(...side)) };
  },
  without: (mark, index) =>
    mark.points.length <= fewest ? mark : { ...mark, points: mark.points.toSpliced(index, 1) },
});

export const polygon: Shape<Polygon> = {
  kind: "polygon",
  bounds: ({ points }) => boundsOf(points),
  area: ({ points }) => area(points),
  holds: ({ points }, at) => within(points, at),
  toEdge: ({ points }, at) => toLine(points, true, at),
  drawing: ({ points }) => [{ is: "line", points, closed: true }],
  handles: ({ points }) => lineHandles(points, true),
  drag: dragLine,
  move: moveLine,
  resize: resizeLine,
  fields: ({ points }) => boundFields(boundsOf(points)),
  set: setLine,
  corners: lineCorners(true, 3),
  around(at, size, start) {
    const half = Math.max(1, Math.min(size.width, size.height) / 10);
    const [x, y] = roomFor(at, half, size);
    const corners: Point[] = [
      [x - half, y - half],
      [x + half, y - half],
      [x + half, y + half],
      [x - half, y + half],
    ];
    return { kind: "polygon", ...start, points: corners.map((at) => corner(at, size)) };
  },
  faults({ points }, size) {
    if (points.length < 3 || area(points) <= 0) return ["zero_area"];
    return passesEdge(boundsOf(points), size) ? ["past_edge"] : [];
  },
};
