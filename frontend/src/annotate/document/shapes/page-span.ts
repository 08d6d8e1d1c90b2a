import type { Classed, Rect, Size } from "../../core/ask";
import type { SpanLabel } from "../../core/doc";
import { clamp, holds, union } from "../../core/geometry";
import type { Shape } from "../../core/shapes/shape";
import { letterAt, rectsOf, type Stretch, trimmed } from "../layer";
import { pageOf, partOf } from "../page";

/** A span as the board has it: with what it covers on its page. */
export type PageSpan = Classed & {
  kind: "page_span";
  part: string;
  start: number;
  end: number;
  rects: readonly Rect[];
};
export type PageSpanLabel = Omit<SpanLabel, "kind"> & { kind: "page_span" };

const NOWHERE: Rect = { x: 0, y: 0, width: 0, height: 0 };

/** With other ends, kept in the text. */
export function stretched(one: PageSpan, [start, end]: Stretch, size: Size): PageSpan {
  const layer = pageOf(size).layer();
  const from = clamp(start, 0, layer.letters.length - 1);
  const to = clamp(end, from + 1, layer.letters.length);
  if (from === one.start && to === one.end) return one;
  return { ...one, start: from, end: to, rects: rectsOf(layer, from, to) };
}

const way = (by: number): number => (Math.abs(by) > 1 ? Math.sign(by) * 10 : Math.sign(by));

/** A stretch of the text of a page, painted over its lines. */
export const pageSpan: Shape<PageSpan, PageSpanLabel> = {
  kind: "page_span",
  bounds: ({ rects }) => (rects.length === 0 ? NOWHERE : rects.reduce(union)),
  area: ({ rects }) => rects.reduce((sum, { width, height }) => sum + width * height, 0),
  holds: ({ rects }, at) => rects.some((rect) => holds(rect, at)),
  toEdge: () => Number.POSITIVE_INFINITY,
  drawing: ({ rects }) => rects.map((rect) => ({ is: "rect", rect })),
  handles({ rects }) {
    const [first, last] = [rects[0], rects.at(-1)];
    if (first === undefined || last === undefined) return [];
    return [
      { id: "start", at: [first.x, first.y + first.height], cursor: "ew-resize" },
      { id: "end", at: [last.x + last.width, last.y + last.height], cursor: "ew-resize" },
    ];
  },
  drag(one, handle, to, size) {
    // A handle hangs below its line.
    const index = letterAt(pageOf(size).layer(), [to[0], to[1] - 8], Number.POSITIVE_INFINITY);
    if (index === null) return one;
    if (handle === "start") return stretched(one, [Math.min(index, one.end - 1), one.end], size);
    return stretched(one, [one.start, Math.max(index + 1, one.start + 1)], size);
  },
  // Arrows go along the text, letter by letter.
  move: (one, dx, _, size) =>
    dx === 0 ? one : stretched(one, [one.start + way(dx), one.end + way(dx)], size),
  resize: (one, dx, _, size) =>
    dx === 0 ? one : stretched(one, [one.start, one.end + way(dx)], size),
  fields: () => [],
  set: (one) => one,
  around(at, size, start) {
    const layer = pageOf(size).layer();
    const index = letterAt(layer, at, Number.POSITIVE_INFINITY) ?? 0;
    const [from, to] = trimmed(layer, [index, Math.min(index + 10, layer.letters.length)]);
    const span = { kind: "page_span" as const, ...start, part: partOf(size), start: from, end: to };
    return { ...span, rects: rectsOf(layer, from, to) };
  },
  faults: () => [],
};
