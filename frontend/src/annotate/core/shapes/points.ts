/** What shapes of several points share. */
import type { Point, Rect, Size } from "../ask";
import { distance, inside, leash, snap, toSegment } from "../geometry";
import { tidy } from "./shape";

/** Points follow an outline, so they may lie between pixels: tenths. */
export const STEP = 0.1;

// Rounding of x + width, never a tolerance for the person who drew: a millionth of a pixel.
export const ROUNDING = 1e-6;

/** Where a hand set a point: inside the picture, in tenths. */
export const corner = (at: Point, size: Size): Point => {
  const [x, y] = inside(at, size);
  return [Math.min(snap(x, STEP), size.width), Math.min(snap(y, STEP), size.height)];
};

export function boundsOf(points: readonly Point[]): Rect {
  let [left, top, right, below] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  if (points.length > 0) [right, below] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    below = Math.max(below, y);
  }
  if (points.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  return { x: left, y: top, width: right - left, height: below - top };
}

export const passesEdge = ({ x, y, width, height }: Rect, size: Size): boolean =>
  x < 0 || y < 0 || x + width > size.width + ROUNDING || y + height > size.height + ROUNDING;

/** The stretches between points that follow each other. */
export const stretches = (points: readonly Point[], closed: boolean): [Point, Point][] =>
  points
    .slice(0, closed ? undefined : -1)
    .map((here, at) => [here, points[(at + 1) % points.length]!]);

export const toLine = (points: readonly Point[], closed: boolean, at: Point): number =>
  points.length === 1
    ? distance(points[0]!, at)
    : Math.min(...stretches(points, closed).map(([a, b]) => toSegment(at, a, b)));

export const middle = (a: Point, b: Point): Point => [
  tidy((a[0] + b[0]) / 2),
  tidy((a[1] + b[1]) / 2),
];

/** With the n-th elsewhere. */
export const replaced = (points: readonly Point[], index: number, to: Point): readonly Point[] =>
  points.map((at, n) => (n === index ? to : at));

/** Moved together, as far as the picture allows; the same array where that is nowhere. */
export function moved(
  points: readonly Point[],
  dx: number,
  dy: number,
  size: Size,
): readonly Point[] {
  const [x, y] = leash(boundsOf(points), dx, dy, size);
  if (x === 0 && y === 0) return points;
  return points.map((at) => [snap(at[0] + x, STEP), snap(at[1] + y, STEP)]);
}

/** From one rectangle into another, in proportion. */
export function stretched(points: readonly Point[], from: Rect, to: Rect): readonly Point[] {
  const scale = (now: number, was: number) => (was === 0 ? 1 : now / was);
  const [sx, sy] = [scale(to.width, from.width), scale(to.height, from.height)];
  return points.map(([x, y]) => [tidy(to.x + (x - from.x) * sx), tidy(to.y + (y - from.y) * sy)]);
}

/** The rectangle with its right and lower edge moved as far as the picture allows. */
export function widened(from: Rect, dx: number, dy: number, size: Size): Rect {
  const width = Math.max(1, Math.min(from.width + dx, size.width - from.x));
  const height = Math.max(1, Math.min(from.height + dy, size.height - from.y));
  return { ...from, width, height };
}

/** Are there two that differ? */
export const differ = (points: readonly Point[]): boolean =>
  points.some(([x, y]) => x !== points[0]?.[0] || y !== points[0]?.[1]);
