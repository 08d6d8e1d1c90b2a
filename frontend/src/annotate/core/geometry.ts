import type { Point, Rect, Size } from "./ask";

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), Math.max(low, high));

/** `value` on a grid of `step`, without the noise of binary fractions. */
export const snap = (value: number, step = 1): number =>
  step >= 1 ? Math.round(value / step) * step : Math.round(value / step) / Math.round(1 / step);

/** The point of the picture that is nearest to `p`. */
export const inside = ([x, y]: Point, size: Size): Point => [
  clamp(x, 0, size.width),
  clamp(y, 0, size.height),
];

/** The point nearest to `p` around which there is room for `half` on each side. */
export const roomFor = ([x, y]: Point, half: number, size: Size): Point => [
  clamp(x, half, size.width - half),
  clamp(y, half, size.height - half),
];

/** The rectangle between two opposite corners. */
export const between = ([ax, ay]: Point, [bx, by]: Point): Rect => ({
  x: Math.min(ax, bx),
  y: Math.min(ay, by),
  width: Math.abs(ax - bx),
  height: Math.abs(ay - by),
});

export const grow = (rect: Rect, by: number): Rect => ({
  x: rect.x - by,
  y: rect.y - by,
  width: rect.width + 2 * by,
  height: rect.height + 2 * by,
});

export const holds = (rect: Rect, [x, y]: Point): boolean =>
  x >= rect.x && y >= rect.y && x <= rect.x + rect.width && y <= rect.y + rect.height;

/** Does `outer` hold all of `inner`? */
export const encloses = (outer: Rect, inner: Rect): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

export const meet = (one: Rect, other: Rect): boolean =>
  one.x <= other.x + other.width &&
  other.x <= one.x + one.width &&
  one.y <= other.y + other.height &&
  other.y <= one.y + one.height;

export function union(one: Rect, other: Rect): Rect {
  const x = Math.min(one.x, other.x);
  const y = Math.min(one.y, other.y);
  return {
    x,
    y,
    width: Math.max(one.x + one.width, other.x + other.width) - x,
    height: Math.max(one.y + one.height, other.y + other.height) - y,
  };
}

export const distance = ([ax, ay]: Point, [bx, by]: Point): number => Math.hypot(ax - bx, ay - by);

/** The point of the segment from `a` to `b` that is nearest to `p`. */
export function nearest(p: Point, a: Point, b: Point): Point {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : clamp(((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length, 0, 1);
  return [a[0] + share * dx, a[1] + share * dy];
}

export const toSegment = (p: Point, a: Point, b: Point): number => distance(p, nearest(p, a, b));

/** How far `p` is from the outline of `rect`. */
export function toEdge(rect: Rect, [x, y]: Point): number {
  const [right, below] = [rect.x + rect.width, rect.y + rect.height];
  const dx = Math.max(rect.x - x, 0, x - right);
  const dy = Math.max(rect.y - y, 0, y - below);
  if (dx > 0 || dy > 0) return Math.hypot(dx, dy);
  return Math.min(x - rect.x, right - x, y - rect.y, below - y);
}

/** Is `p` inside the closed line through `points`? (Even-odd.) */
export function within(points: readonly Point[], [x, y]: Point): boolean {
  let odd = false;
  for (let here = 0, before = points.length - 1; here < points.length; before = here, here += 1) {
    const [hx, hy] = points[here]!;
    const [bx, by] = points[before]!;
    if (hy > y !== by > y && x < ((bx - hx) * (y - hy)) / (by - hy) + hx) odd = !odd;
  }
  return odd;
}

/** The area inside the closed line through `points`, in square pixels. */
export function area(points: readonly Point[]): number {
  let twice = 0;
  for (let here = 0, before = points.length - 1; here < points.length; before = here, here += 1)
    twice += points[before]![0] * points[here]![1] - points[here]![0] * points[before]![1];
  return Math.abs(twice) / 2;
}

/** Intersection over union of two rectangles, 0 to 1. */
export function overlap(one: Rect, other: Rect): number {
  const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  if (across <= 0 || down <= 0) return 0;
  const shared = across * down;
  return shared / (one.width * one.height + other.width * other.height - shared);
}

/** How far a rectangle may go by (`dx`, `dy`) and stay inside the picture. */
export function leash(rect: Rect, dx: number, dy: number, size: Size): Point {
  // + 0: there is no way of going by minus nothing.
  return [
    clamp(dx, Math.min(0, -rect.x), Math.max(0, size.width - rect.x - rect.width)) + 0,
    clamp(dy, Math.min(0, -rect.y), Math.max(0, size.height - rect.y - rect.height)) + 0,
  ];
}
