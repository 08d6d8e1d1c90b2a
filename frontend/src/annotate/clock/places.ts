/** Where segments and events may lie: whole units, on the label's steps, clear of their neighbours. */
import type { Answer } from "../core/doc";
import {
  type ClockFacts,
  inOrder,
  isSegment,
  laneOf,
  type Segment,
  type SegmentLabel,
  type Stretch,
} from "./doc";

const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), high);

/** A place as it is kept: whole, on the steps of the label, on the clock. */
export function settle(facts: ClockFacts, label: Pick<SegmentLabel, "step"> | null, at: number) {
  const step = label?.step ?? 1;
  const on = Math.round(at / step) * step;
  // The last step may be cut short by the end.
  const last = facts.length - on < step / 2 || at >= facts.length ? facts.length : on;
  return clamp(last, 0, facts.length);
}

/** Those that it must not lie across, in order. */
const others = (answer: Answer, label: SegmentLabel, one: Segment): readonly Segment[] => {
  const lane = laneOf(label, one);
  return inOrder(answer).filter(
    (each): each is Segment =>
      isSegment(each) &&
      each.id !== one.id &&
      each.name === one.name &&
      laneOf(label, each) === lane,
  );
};

/**
 * The part of a stretch that is free for `one`; null where nothing is. Where segments may overlap, all of
 * it is. `hold` is a place that it must keep: an edge that stays while the other is pulled.
 */
export function freeFor(
  answer: Answer,
  label: SegmentLabel,
  one: Segment,
  hold: number = (one.start + one.end) / 2,
): Stretch | null {
  let { start, end } = one;
  if ((label.overlap ?? "any") !== "any")
    for (const each of others(answer, label, one)) {
      if (each.end <= start || each.start >= end) continue;
      if (each.start > hold || (each.start === hold && each.start > start)) end = each.start;
      else if (each.end <= hold) start = Math.max(start, each.end);
      // It holds the very place: what lies after it is taken.
      else start = Math.max(start, each.end);
    }
  return end > start ? { start, end } : null;
}

/** Those of the same label whose edge lies where this one's does: they move along where no gap may be. */
export const touching = (
  answer: Answer,
  label: SegmentLabel,
  one: Segment,
  edge: "start" | "end",
): readonly Segment[] =>
  label.cover === true
    ? inOrder(answer).filter(
        (each): each is Segment =>
          isSegment(each) &&
          each.id !== one.id &&
          each.name === one.name &&
          (each.channel ?? null) === (one.channel ?? null) &&
          (edge === "start" ? each.end === one.start : each.start === one.end),
      )
    : [];
