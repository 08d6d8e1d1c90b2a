/** Pixels that are painted on, one byte each, as large as the picture: what masks are made of. */
import type { Point, Rect, Size } from "./ask";
import { clamp, union } from "./geometry";
import { type Mask, runsOf } from "./shapes/mask";

type Cut = Pick<Mask, "x" | "y" | "width" | "height" | "counts">;
type Pixels = { data: Uint8ClampedArray };
export type Raster = {
  readonly size: Size;
  readonly bits: Uint8Array;
  /** All that may be painted lies here. */
  box: Rect | null;
  /** What has changed since somebody looked; whoever looks sets it to null. */
  dirty: Rect | null;
};

export function rasterOf(size: Size, mask: Cut | null): Raster {
  const bits = new Uint8Array(size.width * size.height);
  if (mask === null) return { size, bits, box: null, dirty: null };
  for (const [row, from, to] of runsOf(mask)) {
    const start = (mask.y + row) * size.width + mask.x;
    bits.fill(1, start + from, start + to);
  }
  const { x, y, width, height } = mask;
  const box = { x, y, width, height };
  return { size, bits, box, dirty: { ...box } };
}

function touch(raster: Raster, rect: Rect, grows: boolean): void {
  raster.dirty = raster.dirty === null ? rect : union(raster.dirty, rect);
  if (grows) raster.box = raster.box === null ? rect : union(raster.box, rect);
}

/** The pixels whose middles lie in a rectangle, inside the picture. */
const covered = ({ size }: Raster, left: number, top: number, right: number, below: number) => ({
  x0: clamp(Math.ceil(left - 0.5), 0, size.width),
  y0: clamp(Math.ceil(top - 0.5), 0, size.height),
  x1: clamp(Math.floor(right - 0.5) + 1, 0, size.width),
  y1: clamp(Math.floor(below - 0.5) + 1, 0, size.height),
});

/** A stroke of a round brush from `a` to `b`. */
export function stroke(raster: Raster, a: Point, b: Point, radius: number, on: boolean): void {
  const { size, bits } = raster;
  const r = Math.max(0.5, radius);
  const { x0, y0, x1, y1 } = covered(
    raster,
    Math.min(a[0], b[0]) - r,
    Math.min(a[1], b[1]) - r,
    Math.max(a[0], b[0]) + r,
    Math.max(a[1], b[1]) + r,
  );
  if (x1 <= x0 || y1 <= y0) return;
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const value = on ? 1 : 0;
  for (let y = y0; y < y1; y += 1) {
    const py = y + 0.5 - a[1];
    for (let x = x0; x < x1; x += 1) {
      const px = x + 0.5 - a[0];
      const share = length === 0 ? 0 : clamp((px * dx + py * dy) / length, 0, 1);
      const [ex, ey] = [px - share * dx, py - share * dy];
      if (ex * ex + ey * ey <= r * r) bits[y * size.width + x] = value;
    }
  }
  touch(raster, { x: x0, y: y0, width: x1 - x0, height: y1 - y0 }, on);
}

/** What a closed line encloses (even-odd). */
export function fill(raster: Raster, points: readonly Point[], on: boolean): void {
  const { size, bits } = raster;
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const { x0, y0, x1, y1 } = covered(
    raster,
    Math.min(...xs),
    Math.min(...ys),
    Math.max(...xs),
    Math.max(...ys),
  );
  if (x1 <= x0 || y1 <= y0) return;
  const value = on ? 1 : 0;
  for (let y = y0; y < y1; y += 1) {
    const row = y + 0.5;
    const cuts: number[] = [];
    for (let n = 0, before = points.length - 1; n < points.length; before = n, n += 1) {
      const [ax, ay] = points[before]!;
      const [bx, by] = points[n]!;
      if (ay > row !== by > row) cuts.push(((bx - ax) * (row - ay)) / (by - ay) + ax);
    }
    cuts.sort((a, b) => a - b);
    for (let n = 0; n + 1 < cuts.length; n += 2) {
      const from = clamp(Math.ceil(cuts[n]! - 0.5), x0, x1);
      const to = clamp(Math.ceil(cuts[n + 1]! - 0.5), x0, x1);
      if (to > from) bits.fill(value, y * size.width + from, y * size.width + to);
    }
  }
  touch(raster, { x: x0, y: y0, width: x1 - x0, height: y1 - y0 }, on);
}

/**
 * What hangs together with the pixel at `at` and differs from its colour by no more than `tolerance`
 * (0 to 255) in red, green and blue. Fills line by line (Smith, "Tint fill", 1979).
 */
export function flood(
  raster: Raster,
  pixels: Pixels,
  at: Point,
  tolerance: number,
  on: boolean,
): void {
  const { size, bits } = raster;
  const { width, height } = size;
  const { data } = pixels;
  const sx = clamp(Math.floor(at[0]), 0, width - 1);
  const sy = clamp(Math.floor(at[1]), 0, height - 1);
  const seed = (sy * width + sx) * 4;
  const [r, g, b] = [data[seed]!, data[seed + 1]!, data[seed + 2]!];
  const seen = new Uint8Array(width * height);
  const like = (spot: number): boolean =>
    seen[spot] === 0 &&
    Math.abs(data[spot * 4]! - r) <= tolerance &&
    Math.abs(data[spot * 4 + 1]! - g) <= tolerance &&
    Math.abs(data[spot * 4 + 2]! - b) <= tolerance;
  const waiting = [sy * width + sx];
  const value = on ? 1 : 0;
  let [left, right, top, below] = [sx, sx, sy, sy];
  while (waiting.length > 0) {
    const spot = waiting.pop()!;
    if (!like(spot)) continue;
    const y = Math.floor(spot / width);
    const start = y * width;
    let [from, to] = [spot - start, spot - start];
    while (from > 0 && like(start + from - 1)) from -= 1;
    while (to < width - 1 && like(start + to + 1)) to += 1;
    seen.fill(1, start + from, start + to + 1);
    bits.fill(value, start + from, start + to + 1);
    left = Math.min(left, from);
    right = Math.max(right, to);
    top = Math.min(top, y);
    below = Math.max(below, y);
    for (const next of [y - 1, y + 1]) {
      if (next < 0 || next >= height) continue;
      // One pixel of each stretch that goes on in the next line.
      let inside = false;
      for (let x = from; x <= to; x += 1) {
        const goes = like(next * width + x);
        if (goes && !inside) waiting.push(next * width + x);
        inside = goes;
      }
    }
  }
  touch(raster, { x: left, y: top, width: right - left + 1, height: below - top + 1 }, on);
}

/** The tight cut-out of what is painted, in run lengths; null where nothing is. */
export function cut({ size, bits, box }: Raster): Cut | null {
  if (box === null) return null;
  let [left, right, top, below] = [box.x + box.width, -1, -1, -1];
  for (let y = box.y; y < box.y + box.height; y += 1) {
    const row = bits.subarray(y * size.width + box.x, y * size.width + box.x + box.width);
    const first = row.indexOf(1);
    if (first < 0) continue;
    if (top < 0) top = y;
    below = y;
    left = Math.min(left, box.x + first);
    right = Math.max(right, box.x + row.lastIndexOf(1));
  }
  if (top < 0) return null;
  const [width, height] = [right - left + 1, below - top + 1];
  const counts: number[] = [];
  let [value, run] = [0, 0];
  for (let y = top; y <= below; y += 1)
    for (let spot = y * size.width + left, end = spot + width; spot < end; spot += 1)
      if (bits[spot] === value) run += 1;
      else {
        counts.push(run);
        value = 1 - value;
        run = 1;
      }
  counts.push(run);
  return { x: left, y: top, width, height, counts };
}
