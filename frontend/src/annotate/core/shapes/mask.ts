import type { Classed, Point, Rect, Size } from "../ask";
import { clamp, leash, roomFor } from "../geometry";
import { passesEdge } from "./points";
import type { Shape } from "./shape";

/**
 * An area of single pixels: the cut-out that holds it as tightly as it goes, and its run lengths, row
 * by row, the first of the background (which may be 0).
 */
export type Mask = Classed & Rect & { kind: "mask"; counts: readonly number[] };
type Cut = Rect & { counts: readonly number[] };

const MAX_RUNS = 500_000;

type Read = { ends: Uint32Array; area: number; tight: boolean };
const known = new WeakMap<readonly number[], Read>();

/** Where each run ends, how many pixels are in, and whether each edge of the cut-out has one. */
function read({ counts, width, height }: Cut): Read {
  const before = known.get(counts);
  if (before !== undefined) return before;
  const ends = new Uint32Array(counts.length);
  let [at, area] = [0, 0];
  let [left, right, top, below] = [width, -1, height, -1];
  for (let n = 0; n < counts.length; n += 1) {
    const run = counts[n]!;
    if (n % 2 === 1 && run > 0 && width > 0) {
      area += run;
      const [first, last] = [Math.floor(at / width), Math.floor((at + run - 1) / width)];
      top = Math.min(top, first);
      below = Math.max(below, last);
      // Over the right edge and on from the left one.
      left = first === last ? Math.min(left, at % width) : 0;
      right = first === last ? Math.max(right, (at + run - 1) % width) : width - 1;
    }
    at += run;
    ends[n] = at;
  }
  const tight = left === 0 && top === 0 && right === width - 1 && below === height - 1;
  const found = { ends, area, tight };
  known.set(counts, found);
  return found;
}

/** Is the pixel of the picture in the mask? */
export function hasPixel(mask: Cut, px: number, py: number): boolean {
  const [x, y] = [px - mask.x, py - mask.y];
  if (x < 0 || y < 0 || x >= mask.width || y >= mask.height) return false;
  const offset = y * mask.width + x;
  const { ends } = read(mask);
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const half = (low + high) >> 1;
    if (ends[half]! > offset) high = half;
    else low = half + 1;
  }
  return low % 2 === 1;
}

/** Every run of pixels that are in: row, first column, column after the last, within the cut-out. */
export function* runsOf({
  counts,
  width,
}: Cut): Generator<[row: number, from: number, to: number]> {
  let at = 0;
  for (let n = 0; n < counts.length; n += 1) {
    const end = at + counts[n]!;
    if (n % 2 === 1)
      for (let here = at; here < end; ) {
        const row = Math.floor(here / width);
        const stop = Math.min(end, (row + 1) * width);
        yield [row, here - row * width, stop - row * width];
        here = stop;
      }
    at = end;
  }
}

/** The mask of rows, each from one column to before another; rows follow each other from `y`. */
export function ofRows(
  y: number,
  rows: readonly (readonly [from: number, to: number])[],
): Cut | null {
  const filled = rows.filter(([from, to]) => to > from);
  if (filled.length !== rows.length || rows.length === 0) return null;
  const x = Math.min(...rows.map(([from]) => from));
  const width = Math.max(...rows.map(([, to]) => to)) - x;
  const counts: number[] = [];
  let gap = 0;
  for (const [from, to] of rows) {
    gap += from - x;
    // A row that goes on where the last one ended is one run with it.
    if (gap === 0 && counts.length > 0) counts[counts.length - 1]! += to - from;
    else counts.push(gap, to - from);
    gap = x + width - to;
  }
  if (gap > 0) counts.push(gap);
  return { x, y, width, height: rows.length, counts };
}

/** The rows of a disc of pixels, cut off at the edges of the picture. */
function disc([cx, cy]: Point, radius: number, size: Size): Cut | null {
  const first = clamp(Math.ceil(cy - radius - 0.5), 0, size.height - 1);
  const last = clamp(Math.floor(cy + radius - 0.5), first, size.height - 1);
  const rows = Array.from({ length: last - first + 1 }, (_, n) => {
    const half = Math.sqrt(Math.max(0, radius ** 2 - (first + n + 0.5 - cy) ** 2));
    const from = clamp(Math.round(cx - half), 0, size.width - 1);
    return [from, clamp(Math.round(cx + half), from + 1, size.width)] as const;
  });
  return ofRows(first, rows);
}

export const mask: Shape<Mask> = {
  kind: "mask",
  bounds: ({ x, y, width, height }) => ({ x, y, width, height }),
  area: (one) => read(one).area,
  holds: (one, [x, y]) => hasPixel(one, Math.floor(x), Math.floor(y)),
  // Whoever wants a mask points into it.
  toEdge: () => Number.POSITIVE_INFINITY,
  drawing: (one) => [{ is: "pixels", of: one }],
  handles: () => [],
  drag: (one) => one,
  move(one, dx, dy, size) {
    const [x, y] = leash(one, Math.round(dx), Math.round(dy), size);
    return x === 0 && y === 0 ? one : { ...one, x: one.x + x, y: one.y + y };
  },
  // Pixels are painted, not stretched.
  resize: (one) => one,
  fields: ({ x, y }) => [
    { key: "x", value: x },
    { key: "y", value: y },
  ],
  set: (one, key, value) => ({ ...one, [key]: Math.round(value) }),
  around(at, size, start) {
    const radius = Math.max(1, Math.min(size.width, size.height) / 10);
    const cut = disc(roomFor(at, radius, size), radius, size) ?? {
      x: 0,
      y: 0,
      width: 1,
      height: 1,
      counts: [0, 1],
    };
    return { kind: "mask", ...start, ...cut };
  },
  faults(one, size) {
    const { ends, area, tight } = read(one);
    if (area === 0 || one.width === 0 || one.height === 0) return ["zero_area"];
    const filled = ends.at(-1) === one.width * one.height;
    if (!filled || one.counts.length > MAX_RUNS || one.counts.indexOf(0, 1) > 0)
      return ["bad_runs"];
    if (passesEdge(one, size)) return ["past_edge"];
    return tight ? [] : ["bad_runs"];
  },
};
