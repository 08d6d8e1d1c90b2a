/** What can be wrong with segments and events: the server's own rules, in its codes and order. */
import { onStep } from "../core/attributes";
import { type Asked, type Check, type Checks, codes, type Found } from "../core/checks/check";
import { marks } from "../core/checks/marks";
import type {
  ClockFacts,
  ClockLabel,
  ClockMark,
  Event,
  EventLabel,
  Segment,
  SegmentLabel,
} from "./doc";

/** As much as rounding moves a place. */
const ROUNDING = 1e-6;
const MAX_TEXT = 2_000;

const clockOf = (asked: Asked): ClockFacts => asked.facts as unknown as ClockFacts;

const channelsOf = (label: ClockLabel, asked: Asked): readonly (string | null)[] =>
  label.per === "channel" ? (clockOf(asked).channels ?? []) : [null];

const placed = (
  label: ClockLabel,
  asked: Asked,
  one: ClockMark,
  ...places: number[]
): (string | false)[] => [
  !channelsOf(label, asked).includes(one.channel ?? null) && "unknown_channel",
  clockOf(asked).frames === true && places.some((place) => !Number.isInteger(place)) && "not_whole",
];

function stretch(label: SegmentLabel, length: number, one: Segment): (string | false)[] {
  if (one.end <= one.start) return ["empty_segment"];
  const { least, step } = label;
  const fits =
    step == null ||
    ((onStep(one.end, 0, step) || one.end === length) && onStep(one.start, 0, step));
  return [
    one.end > length && "past_end",
    least != null && one.end - one.start < least - ROUNDING && "segment_short",
    !fits && "off_step",
  ];
}

function spoken(label: SegmentLabel, one: Segment): string | false {
  const known = label.speakers ?? [];
  if (one.speaker == null) return known.length > 0 && "no_speaker";
  return !known.some((each) => each.id === one.speaker) && "unknown_speaker";
}

function written(label: SegmentLabel, one: Segment): readonly Found[] {
  const lines = label.texts ?? [];
  const texts = one.texts ?? {};
  const found: Found[] = Object.keys(texts)
    .filter((name) => !lines.some((line) => line.name === name))
    .map(() => ({ code: "unknown_text" }));
  for (const line of lines) {
    const text = texts[line.name] ?? "";
    if (line.required !== false && text.trim() === "")
      found.push({ code: "text_required", attribute: line.name });
    // Characters as the server counts them: code points.
    const count = [...text].length;
    const limit = line.max_length ?? MAX_TEXT;
    if (count > limit) found.push({ code: "text_too_long", attribute: line.name, limit, count });
  }
  return found;
}

const ofSegment = marks((label: SegmentLabel, asked, one: Segment) => [
  ...codes(
    ...placed(label, asked, one, one.start, one.end),
    ...stretch(label, clockOf(asked).length, one),
    spoken(label, one),
  ),
  ...written(label, one),
]);

function twice(given: readonly Segment[]): Found[] {
  const known = new Set<string>();
  return given.flatMap((one) => {
    const key = JSON.stringify([one.start, one.end, one.class, one.speaker ?? null]);
    const again = known.has(key);
    known.add(key);
    return again ? [{ code: "segment_twice", annotation: one.id }] : [];
  });
}

function across(given: readonly Segment[], speakers: boolean): Found[] {
  const reach = new Map<string | null, number>();
  return given.flatMap((one) => {
    const whose = speakers ? (one.speaker ?? null) : null;
    const before = reach.get(whose) ?? 0;
    reach.set(whose, Math.max(before, one.end));
    return one.start < before - ROUNDING ? [{ code: "overlaps", annotation: one.id }] : [];
  });
}

function gaps(given: readonly Segment[], length: number): Found[] {
  let reach = 0;
  const found: Found[] = [];
  for (const one of given) {
    if (one.start > reach + ROUNDING) found.push({ code: "gap", annotation: one.id });
    reach = Math.max(reach, one.end);
  }
  const last = given.at(-1);
  if (reach < length - ROUNDING)
    found.push({ code: "gap", ...(last === undefined ? {} : { annotation: last.id }) });
  return found;
}

export const segment: Check<SegmentLabel, Segment> = {
  one: ofSegment.one,
  all(label: SegmentLabel, asked: Asked, given: readonly Segment[]) {
    const found = [...ofSegment.all(label, asked, given)];
    for (const channel of channelsOf(label, asked)) {
      const own = given
        .filter((one) => (one.channel ?? null) === channel)
        .sort((a, b) => a.start - b.start || a.end - b.end);
      found.push(...twice(own));
      if ((label.overlap ?? "any") !== "any")
        found.push(...across(own, label.overlap === "speakers"));
      if (label.cover === true) found.push(...gaps(own, clockOf(asked).length));
    }
    return found;
  },
};

const ofEvent = marks((label: EventLabel, asked, one: Event) => {
  const { length, frames = false } = clockOf(asked);
  return codes(
    ...placed(label, asked, one, one.at),
    (frames ? one.at >= length : one.at > length) && "past_end",
  );
});

export const event: Check<EventLabel, Event> = {
  one: ofEvent.one,
  all(label: EventLabel, asked: Asked, given: readonly Event[]) {
    const known = new Set<string>();
    const again = given.flatMap((one) => {
      const key = JSON.stringify([one.at, one.class, one.channel ?? null]);
      const had = known.has(key);
      known.add(key);
      return had ? [{ code: "event_twice", annotation: one.id }] : [];
    });
    return [...ofEvent.all(label, asked, given), ...again];
  },
};

export const CLOCK_CHECKS: Checks = { segment, event };
