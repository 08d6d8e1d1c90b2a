/** An example of any schema of what has a clock or pages: what its answers look like, before there is data. */
import type { ClockLabel, SegmentLabel } from "~/annotate/clock/doc";
import { nameOf } from "~/annotate/core/choices";
import type { Annotation, Label, LabelClass, Schema } from "~/annotate/core/doc";
import type { OrderLabel, PageBoxLabel, TableLabel } from "~/annotate/document/doc";
import type { Facts } from "~/annotate/media";
import type { TrackLabel } from "~/annotate/video/doc";
import type { Example, Ready } from "../gallery/queries";

type Still = Exclude<Schema["modality"], "picture" | "text" | "prompt">;

const FRAME = { width: 1280, height: 720 };
const PAGE = { width: 1190, height: 1684, length: 0 };
const EPOCHS = 12; // steps that are shown of a series that is cut into them
const FACTS: Readonly<Record<Still, Facts>> = {
  sound: { modality: "sound", length: 12_000, channels: 1, rate: 16_000 },
  video: {
    modality: "video",
    ...FRAME,
    length: 300,
    duration: 10_000,
    rate: [30, 1],
    sound: false,
  },
  document: { modality: "document", pages: [PAGE] },
  series: {
    modality: "series",
    length: 60_000,
    points: 6_000,
    channels: [{ name: "1" }, { name: "2" }, { name: "3" }],
    period: 10,
    start: null,
  },
};
/** Where segments lie, in shares of the whole: three, with air between them. */
const STRETCHES = [
  [0.05, 0.3],
  [0.36, 0.58],
  [0.66, 0.92],
] as const;
const MOMENTS = [0.18, 0.47, 0.79] as const;
/** Where what is tracked begins and ends, and how large it is then. */
const WAYS = [
  [
    [140, 300, 220, 180],
    [520, 340, 260, 220],
  ],
  [
    [960, 260, 120, 260],
    [760, 240, 110, 240],
  ],
  [
    [360, 120, 140, 110],
    [860, 100, 120, 100],
  ],
] as const;
/** Boxes of a page: a title, two columns, and what is under them. */
const BOXES = [
  [150, 120, 890, 90],
  [150, 260, 420, 520],
  [620, 260, 420, 340],
  [620, 640, 420, 140],
  [150, 850, 890, 120],
  [150, 1010, 890, 120],
] as const;

const at = <T>(all: readonly T[], n: number): T => all[n % all.length]!;

type Own = { label: Label & { classes: readonly LabelClass[] }; nth: number };
const base = ({ label, nth }: Own, n: number) => ({
  id: `${label.name}${n}`,
  name: label.name,
  class: at(label.classes, n + nth).id,
});

const channelOf = (label: ClockLabel, facts: Facts, n: number) =>
  label.per === "channel" && facts.modality === "series"
    ? { channel: at(facts.channels, n).name }
    : {};

function segments(label: SegmentLabel, nth: number, facts: Facts, length: number): Annotation[] {
  const { step, speakers, texts = [] } = label;
  const cuts = [...Array(EPOCHS / 2).keys()].map((n) => [(2 * n) / EPOCHS, (2 * n + 2) / EPOCHS]);
  const stretches = label.cover || step ? cuts : STRETCHES;
  return stretches.map(([from, to], n) => ({
    kind: "segment",
    ...base({ label, nth }, n),
    start: from! * length,
    end: to! * length,
    ...(speakers && { speaker: at(speakers, n).id }),
    ...(texts.length > 0 && {
      texts: Object.fromEntries(texts.map((line) => [line.name, nameOf(line, "ko")])),
    }),
    ...channelOf(label, facts, n + nth),
  }));
}

function tracks(label: TrackLabel, nth: number, length: number): Annotation[] {
  return label.classes.slice(0, WAYS.length).map((_, n) => {
    const frames = [0, length - 1];
    const places = at(WAYS, n + nth);
    const own = base({ label, nth: 0 }, n);
    if (label.kind === "box_track")
      return {
        kind: label.kind,
        ...own,
        keyframes: places.map(([x, y, width, height], k) => ({
          ...{ frame: frames[k]!, x, y, width, height },
        })),
      };
    const centres = places.map(([x, y, width, height]) => [x + width / 2, y + height / 2] as const);
    if (label.kind === "point_track")
      return {
        kind: label.kind,
        ...own,
        keyframes: centres.map(([x, y], k) => ({ frame: frames[k]!, x, y })),
      };
    const points = places.map(([x, y, width, height]) =>
      [
        [x + width / 2, y],
        [x + width, y + height / 3],
        [x + width * 0.8, y + height],
        [x + width * 0.2, y + height],
        [x, y + height / 3],
      ].map(([a, b]) => [a!, b!] as const),
    );
    return {
      kind: label.kind,
      ...own,
      keyframes: points.map((one, k) => ({ frame: frames[k]!, points: one })),
    };
  });
}

const boxes = (label: PageBoxLabel, nth: number): Annotation[] =>
  BOXES.flatMap(([x, y, width, height], n) => {
    // Several questions share the page: each has its own boxes.
    if (n % 2 !== nth % 2 && nth > 0) return [];
    const own = base({ label, nth: 0 }, n);
    const called = label.classes.find((one) => one.id === own.class);
    return [
      {
        ...{ kind: label.kind, ...own, part: "p1", x, y, width, height },
        ...((label.text ?? "none") !== "none" && { text: called ? nameOf(called, "ko") : "" }),
      },
    ];
  });

const table = (label: TableLabel): Annotation => ({
  kind: "table",
  ...base({ label, nth: 0 }, 0),
  ...{ part: "p1", x: 150, y: 1180, width: 890, height: 320 },
  rows: [1260, 1340, 1420],
  columns: [447, 744],
  cells: [],
});

function order(label: OrderLabel, before: readonly Annotation[]): Annotation[] {
  const meant = before.filter(
    (one) =>
      (one.kind === "page_box" || one.kind === "table") && (label.of?.includes(one.name) ?? true),
  );
  return meant.length === 0
    ? []
    : [{ kind: "order", id: label.name, name: label.name, order: meant.map((one) => one.id) }];
}

function answered(
  label: Label,
  nth: number,
  facts: Facts,
  before: readonly Annotation[],
): Annotation[] {
  const length = "length" in facts ? facts.length : 0;
  switch (label.kind) {
    case "segment":
      return segments(label, nth, facts, length);
    case "event":
      return MOMENTS.map((moment, n) => ({
        kind: "event",
        ...base({ label, nth }, n),
        at: Math.round((moment + nth * 0.04) * length),
        ...channelOf(label, facts, n),
      }));
    case "box_track":
    case "polygon_track":
    case "point_track":
      return tracks(label, nth, length);
    case "page_box":
      return boxes(label, nth);
    case "table":
      return [table(label)];
    case "order":
      return order(label, before);
    case "relation": {
      const end = (names: readonly string[] | null | undefined, not?: string) =>
        before.find(
          (one) => "class" in one && one.id !== not && (names?.includes(one.name) ?? true),
        );
      const from = end(label.from);
      const to = end(label.to, from?.id);
      return from === undefined || to === undefined
        ? []
        : [{ kind: "relation", ...base({ label, nth: 0 }, 0), from: from.id, to: to.id }];
    }
    case "class":
      return [
        {
          ...{ kind: "class", id: label.name, name: label.name },
          classes: label.classes.slice(0, 1).map((one) => one.id),
        },
      ];
    default:
      return [];
  }
}

/** The example of a ready schema that asks the same; else one that is made of the schema itself. */
export function stillOf(schema: Schema, gallery: readonly Ready[]): Example {
  const asked = ({ modality, labels }: Schema) =>
    JSON.stringify([modality, labels.map(({ kind, name }) => [kind, name])]);
  const known = gallery.find((one) => asked(one.definition) === asked(schema));
  if (known !== undefined) return known.example;
  const facts = FACTS[schema.modality as Still];
  const of = new Map<string, number>();
  const annotations: Annotation[] = [];
  for (const label of schema.labels) {
    const nth = of.get(label.kind) ?? 0;
    of.set(label.kind, nth + 1);
    annotations.push(...answered(label, nth, facts, annotations));
  }
  return { facts, annotations };
}
