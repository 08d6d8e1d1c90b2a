import type { Point, Polygon, Rect, Size } from "../doc";
import { area, inside, leash, roomFor, snap, toSegment, within } from "../geometry";
import { ROUNDING } from "./box";
import type { Handle, Shape } from "./shape";

/** Corners follow an outline, so they may lie between pixels: tenths. */
const STEP = 0.1;

export const corner = (at: Point, size: Size): Point => {
  const [x, y] = inside(at, size);
  return [Math.min(snap(x, STEP), size.width), Math.min(snap(y, STEP), size.height)];
};

function bounds({ points }: Polygon): Rect {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

const sides = (points: readonly Point[]): [Point, Point][] =>
  points.map((here, at) => [here, points[(at + 1) % points.length]!]);

function handles({ points }: Polygon): readonly Handle[] {
  return [
    ...points.map((at, index) => ({ id: `v${index}`, at, cursor: "move" })),
    ...sides(points).map(([a, b], index) => ({
      id: `m${index}`,
      at: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as Point,
      cursor: "copy",
      mid: true,
    })),
  ];
}

/** The corner `v<n>` at `to`; `m<n>` makes a new corner after the n-th. */
function drag(polygon: Polygon, handle: string, to: Point, size: Size): Polygon {
  const index = Number(handle.slice(1));
  const points = [...polygon.points];
  if (handle.startsWith("m")) points.splice(index + 1, 0, corner(to, size));
  else points[index] = corner(to, size);
  return { ...polygon, points };
}

/** Without the n-th corner; a triangle keeps all three. */
export const without = (polygon: Polygon, index: number): Polygon =>
  polygon.points.length <= 3
    ? polygon
    : { ...polygon, points: polygon.points.filter((_, at) => at !== index) };

// What is typed or stretched: no finer than the fields show it.
const tidy = (value: number): number => Math.round(value * 100) / 100;

/** With the n-th corner at a place that was typed; not kept inside: the fields say what is wrong. */
export const cornerAt = (polygon: Polygon, index: number, [x, y]: Point): Polygon => ({
  ...polygon,
  points: polygon.points.map((at, n) => (n === index ? [tidy(x), tidy(y)] : at)),
});

/** With one corner more, half way from the n-th to the next. */
export function cornerAfter(polygon: Polygon, index: number): Polygon {
  const [a, b] = sides(polygon.points)[index] ?? [];
  if (a === undefined || b === undefined) return polygon;
  const points = [...polygon.points];
  points.splice(index + 1, 0, [tidy((a[0] + b[0]) / 2), tidy((a[1] + b[1]) / 2)]);
  return { ...polygon, points };
}

function move(polygon: Polygon, dx: number, dy: number, size: Size): Polygon {
  const [x, y] = leash(bounds(polygon), dx, dy, size);
  if (x === 0 && y === 0) return polygon;
  return {
    ...polygon,
    points: polygon.points.map((at) => [snap(at[0] + x, STEP), snap(at[1] + y, STEP)] as Point),
  };
}

function stretch(polygon: Polygon, to: Rect): Polygon {
  const from = bounds(polygon);
  const scale = (now: number, was: number) => (was === 0 ? 1 : now / was);
  const [sx, sy] = [scale(to.width, from.width), scale(to.height, from.height)];
  return {
    ...polygon,
    points: polygon.points.map(
      ([x, y]) => [tidy(to.x + (x - from.x) * sx), tidy(to.y + (y - from.y) * sy)] as Point,
    ),
  };
}

function resize(polygon: Polygon, dx: number, dy: number, size: Size): Polygon {
  const from = bounds(polygon);
  const width = Math.max(1, Math.min(from.width + dx, size.width - from.x));
  const height = Math.max(1, Math.min(from.height + dy, size.height - from.y));
  return stretch(polygon, { ...from, width, height });
}

function faults(polygon: Polygon, size: Size): readonly string[] {
  if (polygon.points.length < 3 || area(polygon.points) <= 0) return ["zero_area"];
  const { x, y, width, height } = bounds(polygon);
  const past =
    x < 0 || y < 0 || x + width > size.width + ROUNDING || y + height > size.height + ROUNDING;
  return past ? ["past_edge"] : [];
}

export const polygon: Shape<Polygon> = {
  kind: "polygon",
  bounds,
  area: ({ points }) => area(points),
  holds: ({ points }, at) => within(points, at),
  toEdge: ({ points }, at) => Math.min(...sides(points).map(([a, b]) => toSegment(at, a, b))),
  handles,
  drag,
  move,
  resize,
  stretch,
  around(at, size, base) {
    const half = Math.max(1, Math.min(size.width, size.height) / 10);
    const [x, y] = roomFor(at, half, size);
    const corners: Point[] = [
      [x - half, y - half],
      [x + half, y - half],
      [x + half, y + half],
      [x - half, y + half],
    ];
    return { kind: "polygon", ...base, points: corners.map((at) => corner(at, size)) };
  },
  faults,
};
