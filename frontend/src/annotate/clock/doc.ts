/**
 * What lies on a clock, in the API's own JSON form: segments (`end` exclusive) and events. Places are
 * in the clock's units: milliseconds of sound and series, frames of a video.
 */
import type { Classed, Id, MarkQuestion, Named } from "../core/ask";

export type Per = { per?: "item" | "channel" };
export type Speaker = Named & { id: string; colour?: string | null };
/** A special mark of a transcript, put in by a key: "(웃음)". */
export type Special = Named & { id: string; text: string };
/** One line that is written for each segment. */
export type Line = Named & {
  name: string;
  required?: boolean;
  max_length?: number;
  language?: string | null;
  marks?: readonly Special[];
};
export type SegmentLabel = MarkQuestion &
  Per & {
    kind: "segment";
    overlap?: "any" | "none" | "speakers";
    cover?: boolean;
    step?: number | null;
    least?: number | null;
    speakers?: readonly Speaker[] | null;
    texts?: readonly Line[];
  };
/** At `tolerance` from each other two people's events are half the same. */
export type EventLabel = MarkQuestion & Per & { kind: "event"; tolerance?: number };

export type Segment = Classed & {
  kind: "segment";
  start: number;
  end: number;
  channel?: string | null;
  speaker?: string | null;
  texts?: Readonly<Record<string, string>>;
};
export type Event = Classed & { kind: "event"; at: number; channel?: string | null };
export type ClockMark = Segment | Event;
export type ClockLabel = SegmentLabel | EventLabel;

/** What is known of what has a clock: `frames` where places are whole frames, before `length`. */
export type ClockFacts = { length: number; channels?: readonly string[]; frames?: boolean };
/** From `start` to `end`, which is outside. */
export type Stretch = { start: number; end: number };

type Any = { kind: string };
export const isSegment = (one: Any): one is Segment => one.kind === "segment";
export const isEvent = (one: Any): one is Event => one.kind === "event";
export const isClockMark = (one: Any): one is ClockMark => isSegment(one) || isEvent(one);
export const isSegmentLabel = (one: Any): one is SegmentLabel => one.kind === "segment";
export const isClockLabel = (one: Any): one is ClockLabel =>
  one.kind === "segment" || one.kind === "event";

/** Who may speak: those of the first label that names any. */
export const speakersOf = (schema: { labels: readonly Any[] }): readonly Speaker[] =>
  schema.labels.filter(isSegmentLabel).find((label) => label.speakers != null)?.speakers ?? [];

/** Where it begins; an event is there alone. */
export const startOf = (one: ClockMark): number => (isSegment(one) ? one.start : one.at);
export const endOf = (one: ClockMark): number => (isSegment(one) ? one.end : one.at);
/** How long it is. */
export const lengthOf = (one: ClockMark): number => endOf(one) - startOf(one);

const before = (a: ClockMark, b: ClockMark): number =>
  startOf(a) - startOf(b) || endOf(a) - endOf(b) || (a.id < b.id ? -1 : 1);

/** Do two of them share a moment? */
export const meets = (one: Stretch, other: Stretch): boolean =>
  one.start < other.end && other.start < one.end;

const sorted = new WeakMap<object, readonly ClockMark[]>();

/** Segments and events of an answer in the order in which they come; sorted once for an answer. */
export function inOrder(answer: { annotations: readonly Any[] }): readonly ClockMark[] {
  const known = sorted.get(answer);
  if (known !== undefined) return known;
  const found = answer.annotations.filter(isClockMark).sort(before);
  sorted.set(answer, found);
  return found;
}

/** The one with this id. */
export const markOf = (
  answer: { annotations: readonly Any[] },
  id: Id | undefined,
): ClockMark | undefined =>
  id === undefined ? undefined : inOrder(answer).find((one) => one.id === id);

/** Which marks are of one lane, so that they must not lie across each other. */
export const laneOf = (label: SegmentLabel, one: Pick<Segment, "channel" | "speaker">): string =>
  JSON.stringify([one.channel ?? null, label.overlap === "speakers" ? (one.speaker ?? null) : 0]);

/** Rows for segments that lie across each other, so that each is seen: the row of each, and how many
 * there are. `given` is in order. */
export function lanesOf(given: readonly Segment[]): { of: ReadonlyMap<Id, number>; count: number } {
  const ends: number[] = [];
  const of = new Map<Id, number>();
  for (const one of given) {
    const free = ends.findIndex((end) => end <= one.start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = one.end;
    of.set(one.id, lane);
  }
  return { of, count: Math.max(1, ends.length) };
}

export type Row = { readonly row: number; readonly rows: number };

/** The same, with no more rows than there are at once where a segment lies, on each channel by itself. */
export function rowsOf(given: readonly Segment[]): ReadonlyMap<Id, Row> {
  const found = new Map<Id, { row: number; rows: number }>();
  const channels = new Map<string | null, Segment[]>();
  for (const one of given) {
    const own = channels.get(one.channel ?? null) ?? [];
    channels.set(one.channel ?? null, own);
    own.push(one);
  }
  for (const own of channels.values()) stack(own, found);
  return found;
}

function stack(given: readonly Segment[], found: Map<Id, { row: number; rows: number }>): void {
  let ends: number[] = [];
  let together: { row: number; rows: number }[] = [];
  for (const one of given) {
    if (ends.every((end) => end <= one.start)) {
      ends = [];
      together = [];
    }
    const free = ends.findIndex((end) => end <= one.start);
    const row = free < 0 ? ends.length : free;
    ends[row] = one.end;
    const place = { row, rows: ends.length };
    together.push(place);
    for (const each of together) each.rows = ends.length;
    found.set(one.id, place);
  }
}
