/** What the builder knows of each kind of question, without a word about how it looks. */
import type { Label, Schema } from "~/annotate/core/doc";

export type Kind = Label["kind"];
export type Modality = Schema["modality"];
/** Where a kind stands in the menu: marks in the item, questions about it, links between marks. */
export type Place = "mark" | "ask" | "link";

type Facts = {
  modalities: readonly Modality[];
  place: Place;
  /** What it is stored under, where nobody has named it. */
  stored: string;
  classes: boolean;
  /** Whether more may be asked of each mark. */
  attributes: boolean;
  /** Whether an answer that lacks it is no answer, where the schema says nothing. */
  required: boolean;
};

const mark = (stored: string): Facts => ({
  modalities: ["picture"],
  place: "mark",
  stored,
  classes: true,
  attributes: true,
  required: false,
});
const BOTH = ["picture", "text"] as const;
const TEXT = ["text"] as const;
const ask = { place: "ask", attributes: false, required: true } as const;

export const FACTS: Readonly<Record<Kind, Facts>> = {
  box: mark("objects"),
  rotated_box: mark("rotated"),
  polygon: mark("outlines"),
  mask: mark("masks"),
  polyline: mark("lines"),
  point: mark("points"),
  keypoints: mark("skeletons"),
  cuboid: mark("cuboids"),
  span: { ...mark("spans"), modalities: TEXT },
  class: { ...ask, modalities: BOTH, stored: "question", classes: true },
  rating: { ...ask, modalities: BOTH, stored: "rating", classes: false },
  writing: { ...ask, modalities: BOTH, stored: "writing", classes: false },
  comparison: { ...ask, modalities: TEXT, stored: "comparison", classes: false },
  ranking: { ...ask, modalities: TEXT, stored: "ranking", classes: false },
  relation: {
    modalities: BOTH,
    place: "link",
    stored: "relations",
    classes: true,
    attributes: false,
    required: false,
  },
};

export const isKind = (value: unknown): value is Kind =>
  typeof value === "string" && Object.hasOwn(FACTS, value);

/** The kinds that a stage of this modality can ask for, in the menu's order. */
export const kindsOf = (modality: Modality): Kind[] =>
  (Object.keys(FACTS) as Kind[]).filter((kind) => FACTS[kind].modalities.includes(modality));
