import type { Id, Span } from "./doc";
import { type Paragraph, type Passage, paragraphAt, unitsTo } from "./points";

/** How a span is drawn: as it is, as a difference shows it, or as it is suggested; the suggestion that is
 * in hand stands out. */
export type Look = "rest" | "added" | "removed" | "changed" | "faint" | "suggested" | "current";

/** A span with the line under the text that is its own, counted from 0; shorter ones lie nearer. */
export type Placed = { span: Span; lane: number; look: Look };

/** A stretch of a paragraph on which the same spans lie. Places in code points of the part. */
export type Run = {
  start: number;
  end: number;
  text: string;
  on: readonly Placed[];
  /** Those of them that begin here. */
  first: readonly Placed[];
};

/** A line for each span, so that no two that overlap share one. */
export function lanesOf(spans: readonly Span[]): ReadonlyMap<Id, number> {
  const sorted = [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
  const lanes = new Map<Id, number>();
  let together: Span[] = [];
  let end = -1;
  const settle = () => {
    const lines: Span[][] = [];
    const shorter = together.sort((a, b) => a.end - a.start - (b.end - b.start));
    for (const one of shorter) {
      let lane = lines.findIndex((line) =>
        line.every((other) => other.end <= one.start || one.end <= other.start),
      );
      if (lane < 0) lane = lines.push([]) - 1;
      lines[lane]!.push(one);
      lanes.set(one.id, lane);
    }
  };
  for (const one of sorted) {
    if (one.start >= end) {
      settle();
      together = [];
    }
    together.push(one);
    end = Math.max(end, one.end);
  }
  settle();
  return lanes;
}

export type ByParagraph = ReadonlyMap<number, readonly Placed[]>;

/** The spans of a part under the paragraphs on which they lie. What is as it was in `before` is the
 * same list again, so that only what has changed is drawn anew. */
export function byParagraph(
  passage: Passage,
  spans: readonly Span[],
  lookOf: (span: Span) => Look,
  before: ByParagraph | null,
): ByParagraph {
  const lanes = lanesOf(spans);
  const found = new Map<number, Placed[]>();
  const sorted = [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
  for (const span of sorted) {
    const placed = { span, lane: lanes.get(span.id)!, look: lookOf(span) };
    const last = paragraphAt(passage, Math.max(span.start, span.end - 1));
    for (let at = paragraphAt(passage, span.start); at <= last; at += 1)
      found.set(at, [...(found.get(at) ?? []), placed]);
  }
  if (before === null) return found;
  return new Map(
    [...found].map(([at, placed]) => {
      const old = before.get(at);
      const same =
        old !== undefined &&
        old.length === placed.length &&
        old.every((one, n) => {
          const now = placed[n]!;
          return one.span === now.span && one.lane === now.lane && one.look === now.look;
        });
      return [at, same ? old : placed] as const;
    }),
  );
}

/** A paragraph cut where spans begin and end. */
export function runsOf(paragraph: Paragraph, placed: readonly Placed[]): readonly Run[] {
  const { start, end, text } = paragraph;
  const cuts = new Set([start, end]);
  for (const { span } of placed)
    for (const at of [span.start, span.end]) if (start < at && at < end) cuts.add(at);
  const at = [...cuts].sort((a, b) => a - b);
  const units = at.map((point) => unitsTo(text, point - start));
  return at.slice(0, -1).map((from, n) => {
    const to = at[n + 1]!;
    const on = placed.filter(({ span }) => span.start < to && from < span.end);
    return {
      start: from,
      end: to,
      text: text.slice(units[n], units[n + 1]),
      on,
      first: on.filter(({ span }) => Math.max(span.start, start) === from),
    };
  });
}
