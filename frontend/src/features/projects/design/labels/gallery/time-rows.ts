import {
  isEvent,
  isSegment,
  isSegmentLabel,
  lanesOf,
  type Segment,
  type SegmentLabel,
} from "~/annotate/clock/doc";
import { nameOf } from "~/annotate/core/choices";
import type { Annotation, Schema } from "~/annotate/core/doc";
import { isTrack, stretchesOf } from "~/annotate/video/tracks";

/** A bar of a row, or, where it has no length, a moment; places are shares of the whole, 0 to 1. */
export type Bar = {
  key: string;
  from: number;
  to: number;
  colour: string;
  /** What stands in it, a line each. */
  lines: readonly string[];
  /** The keyframes of a track. */
  keys?: readonly number[];
};
export type TimeRow = { key: string; name: string; bars: readonly Bar[] };

const COLOURS = 12; // that the look has; after them they come round again

type Of = {
  definition: Schema;
  annotations: readonly Annotation[];
  length: number;
  colour: (one: Annotation) => string;
  locale: string;
};

/** Rows of a timeline as editors have them: one for each speaker, for events, for each track. */
export function timeRows({ definition, annotations, length, colour, locale }: Of): TimeRow[] {
  const name = (one: Annotation): string => {
    const label = definition.labels.find((each) => each.name === one.name);
    const classes = label !== undefined && "classes" in label ? label.classes : [];
    const found = "class" in one && classes.find((each) => each.id === one.class);
    return found ? nameOf(found, locale) : "";
  };
  const bar = (one: Segment, own?: string): Bar => ({
    key: one.id,
    from: one.start / length,
    to: one.end / length,
    colour: own ?? colour(one),
    lines: one.texts ? Object.values(one.texts) : [name(one)],
  });
  const segments = (label: SegmentLabel, given: readonly Segment[]): TimeRow[] => {
    if (label.speakers)
      return label.speakers.flatMap((speaker, at) => {
        const said = given.filter((one) => one.speaker === speaker.id);
        const own = speaker.colour ?? `var(--label-${(at % COLOURS) + 1})`;
        const row = {
          key: `${label.name}\n${speaker.id}`,
          name: nameOf(speaker, locale),
          bars: said.map((one) => bar(one, own)),
        };
        return said.length > 0 ? [row] : [];
      });
    const lanes = lanesOf(given);
    return [...Array(lanes.count).keys()].map((lane) => ({
      key: `${label.name}\n${lane}`,
      name: nameOf(label, locale),
      bars: given.filter((one) => lanes.of.get(one.id) === lane).map((one) => bar(one)),
    }));
  };
  return definition.labels.flatMap((label): TimeRow[] => {
    const own = annotations.filter((one) => one.name === label.name);
    if (own.length === 0) return [];
    if (isSegmentLabel(label))
      return label.per === "channel" ? [] : segments(label, own.filter(isSegment));
    if (label.kind === "event") {
      const bars = own.filter(isEvent).map((one) => ({
        key: one.id,
        from: one.at / length,
        to: one.at / length,
        colour: colour(one),
        lines: [name(one)],
      }));
      return [{ key: label.name, name: nameOf(label, locale), bars }];
    }
    return own.filter(isTrack).map((one) => ({
      key: one.id,
      name: name(one),
      bars: stretchesOf(one, length).map(({ start, end }) => ({
        key: `${one.id}${start}`,
        from: start / length,
        to: end / length,
        colour: colour(one),
        lines: [name(one)],
        keys: one.keyframes.map((each) => each.frame / length),
      })),
    }));
  });
}
