/**
 * What is asked of people and what they answer, in the API's own JSON form. Documents never change:
 * every edit gives another one that shares what stayed as it was.
 */
import type { ClockLabel, ClockMark } from "../clock/doc";
import type { Order, OrderLabel, PageBox, PageBoxLabel, Table, TableLabel } from "../document/doc";
import type { TakeLabel, Taken } from "../prompt/doc";
import type { Track, TrackLabel } from "../video/doc";
import type { Base, Classed, Id, LabelClass, MarkQuestion, Question } from "./ask";
import { put } from "./put";
import { hasShape, isShape, type Mark, type ShapeLabel } from "./shapes";

export type {
  Attribute,
  AttributeValue,
  Id,
  LabelClass,
  Point,
  Rect,
  Size,
  Values,
} from "./ask";
export { put } from "./put";
export type { Box, Mark, Polygon, ShapeKind, ShapeLabel } from "./shapes";

/** Asked once of an item, or of each of its parts (those of some roles). */
type Per = { per?: "item" | "part"; roles?: readonly string[] | null };
type Parted = { part?: string | null };

// Of all modalities.
export type WholeLabel = Question &
  Per & {
    kind: "class";
    classes: LabelClass[];
    many?: boolean;
    required?: boolean;
    leaf_only?: boolean;
  };
export type RelationLabel = Question & {
  kind: "relation";
  classes: LabelClass[];
  /** Labels whose annotations may be the ends; null for any. */
  from?: readonly string[] | null;
  to?: readonly string[] | null;
  directed?: boolean;
  min?: number;
  max?: number;
};
export type WritingLabel = Question &
  Per & {
    kind: "writing";
    required?: boolean;
    min_length?: number;
    max_length?: number;
    several?: boolean;
    /** BCP 47: what it is written in. */
    language?: string | null;
    /** The span label whose annotations may be named as evidence. */
    evidence?: string | null;
  };
export type RatingLabel = Question &
  Per & {
    kind: "rating";
    min?: number;
    max?: number;
    step?: number;
    low_ko?: string | null;
    low_en?: string | null;
    high_ko?: string | null;
    high_en?: string | null;
    required?: boolean;
  };

/** What was chosen of the item as a whole, or of one of its parts. */
export type Whole = Base & Parted & { kind: "class"; classes: readonly string[] };
export type Relation = Base & { kind: "relation"; class: string; from: Id; to: Id };
export type Writing = Base & Parted & { kind: "writing"; text: string; evidence?: readonly Id[] };
export type Rating = Base & Parted & { kind: "rating"; value: number };

// Of texts; spans also of documents.
export type SpanLabel = MarkQuestion & {
  kind: "span";
  roles?: readonly string[] | null;
  overlap?: "any" | "nested" | "none";
};
export type ComparisonLabel = Question & {
  kind: "comparison";
  roles?: readonly string[] | null;
  ties?: boolean;
  required?: boolean;
};
export type RankingLabel = Question & {
  kind: "ranking";
  roles?: readonly string[] | null;
  required?: boolean;
};
/** Code points of a part: `start` is inside, `end` is not. */
export type Span = Classed & { kind: "span"; part: string; start: number; end: number };
/** The part that is better; null for a tie. */
export type Comparison = Base & { kind: "comparison"; better: string | null };
/** Part ids, the best first. */
export type Ranking = Base & { kind: "ranking"; order: readonly string[] };

type Shared = WholeLabel | RelationLabel | WritingLabel | RatingLabel;
export type PictureLabel = ShapeLabel | Shared;
export type TextLabel = SpanLabel | ComparisonLabel | RankingLabel | Shared;
export type ClockedLabel = ClockLabel | Shared;
export type VideoLabel = TrackLabel | ClockedLabel;
export type DocumentLabel = PageBoxLabel | TableLabel | OrderLabel | SpanLabel | Shared;
export type PromptLabel = TakeLabel | WritingLabel | WholeLabel | RatingLabel;
export type Label = PictureLabel | TextLabel | VideoLabel | DocumentLabel | PromptLabel;
/** A label whose annotations are of its classes. */
export type ClassedLabel = Extract<Label, { classes: LabelClass[] }>;
export type PictureSchema = { modality: "picture"; labels: PictureLabel[] };
export type TextSchema = { modality: "text"; labels: TextLabel[] };
export type SoundSchema = { modality: "sound"; labels: ClockedLabel[] };
export type VideoSchema = { modality: "video"; labels: VideoLabel[] };
export type DocumentSchema = { modality: "document"; labels: DocumentLabel[] };
export type SeriesSchema = { modality: "series"; labels: ClockedLabel[] };
export type PromptSchema = { modality: "prompt"; labels: PromptLabel[] };
export type Schema =
  | PictureSchema
  | TextSchema
  | SoundSchema
  | VideoSchema
  | DocumentSchema
  | SeriesSchema
  | PromptSchema;

/** What may be said of whatever it is. */
export type Said = Whole | Relation | Writing | Rating;
export type PictureAnnotation = Mark | Said;
export type TextAnnotation = Span | Comparison | Ranking | Said;
export type ClockedAnnotation = ClockMark | Said;
export type VideoAnnotation = Track | ClockedAnnotation;
export type DocumentAnnotation = PageBox | Table | Order | Span | Said;
export type PromptAnnotation = Taken | Writing | Whole | Rating;
export type Annotation =
  | PictureAnnotation
  | TextAnnotation
  | VideoAnnotation
  | DocumentAnnotation
  | PromptAnnotation;
export type PictureAnswer = { modality: "picture"; annotations: readonly PictureAnnotation[] };
export type TextAnswer = { modality: "text"; annotations: readonly TextAnnotation[] };
export type VideoAnswer = { modality: "video"; annotations: readonly VideoAnnotation[] };
export type DocumentAnswer = { modality: "document"; annotations: readonly DocumentAnnotation[] };
export type PromptAnswer = { modality: "prompt"; annotations: readonly PromptAnnotation[] };
/** The answer to whatever was asked: its modality is that of the schema. */
export type Answer = { modality: Schema["modality"]; annotations: readonly Annotation[] };

export const EMPTY: Answer = { modality: "picture", annotations: [] };

export const MODALITIES = [
  "picture",
  "text",
  "sound",
  "video",
  "document",
  "series",
  "prompt",
] as const;
export const isModality = (value: unknown): value is Schema["modality"] =>
  (MODALITIES as readonly unknown[]).includes(value);

/** The schema as the API sends it, typed. Throws where it is of no modality that is known. */
export function readSchema(value: unknown): Schema {
  const schema = value as Schema | null;
  if (!isModality(schema?.modality) || !Array.isArray(schema.labels))
    throw new Error("This is not a label schema.");
  return schema;
}

/** The schema of a picture. Throws where it is of something else. */
export function readPictureSchema(value: unknown): PictureSchema {
  const schema = readSchema(value);
  if (schema.modality !== "picture") throw new Error("This is not a label schema.");
  return schema;
}

/** The answer as the API sends it, typed; nothing gives an empty one of the modality. */
export function readAnswer(value: unknown, modality: Schema["modality"] = "picture"): Answer {
  if (value === null || value === undefined) return { ...EMPTY, modality };
  const answer = value as Partial<Answer>;
  if (!Array.isArray(answer.annotations)) throw new Error("This is not an answer.");
  if (answer.modality === undefined) return { modality, annotations: answer.annotations };
  if (!isModality(answer.modality)) throw new Error("This is not an answer.");
  return answer as Answer;
}

/** Does it lie on the picture, and is it known what can be done with it? */
export const isMark = (one: Annotation): one is Mark => hasShape(one.kind);
export const isWhole = (one: Annotation): one is Whole => one.kind === "class";
export const isRelation = (one: Annotation): one is Relation => one.kind === "relation";
/** Is it a label whose annotations lie on the picture? */
export const isShapeLabel = (label: Label): label is ShapeLabel => isShape(label.kind);
/** Has it classes to choose from? */
export const isClassed = (label: Label): label is ClassedLabel => "classes" in label;

/** The classes that an annotation has: one for a mark, several for a choice, none for others. */
export const classesOf = (one: Annotation): readonly string[] =>
  "class" in one ? [one.class] : isWhole(one) ? one.classes : [];

/** The annotations that lie on the picture, the lowest first. */
export const marksOf = (answer: Answer): Mark[] => answer.annotations.filter(isMark);

export const find = (answer: Answer, id: Id): Annotation | undefined =>
  answer.annotations.find((one) => one.id === id);

const having = (answer: Answer, annotations: readonly Annotation[]): Answer => ({
  ...answer,
  annotations,
});

/** Without those, and without what was said of them: a relation that has lost an end. */
export function remove(answer: Answer, ids: Iterable<Id>): Answer {
  const gone = new Set(ids);
  let touched = false;
  const kept = answer.annotations.flatMap((one): readonly Annotation[] => {
    const loose = isRelation(one) && (gone.has(one.from) || gone.has(one.to));
    if (gone.has(one.id) || loose) {
      touched = true;
      return [];
    }
    if (one.kind !== "writing" || !one.evidence?.some((id) => gone.has(id))) return [one];
    touched = true;
    return [{ ...one, evidence: one.evidence.filter((id) => !gone.has(id)) }];
  });
  return touched ? having(answer, kept) : answer;
}

export type Way = "front" | "forward" | "backward" | "back";

/** With `ids` nearer to or farther from the eye: all the way, or one step among the shapes. */
export function reorder(answer: Answer, ids: Iterable<Id>, way: Way): Answer {
  const moved = new Set(ids);
  const all = [...answer.annotations];
  const those = all.filter((one) => moved.has(one.id));
  const others = all.filter((one) => !moved.has(one.id));
  let next: Annotation[];
  if (way === "front") next = [...others, ...those];
  else if (way === "back") next = [...those, ...others];
  else {
    const up = way === "forward";
    next = up ? all.reverse() : all;
    // A step passes one shape; what is chosen together keeps its order.
    for (let at = 1; at < next.length; at += 1) {
      const here = next[at]!;
      const before = next[at - 1]!;
      if (moved.has(here.id) && !moved.has(before.id)) {
        next[at] = before;
        next[at - 1] = here;
      }
    }
    if (up) next.reverse();
  }
  return next.every((one, at) => one === answer.annotations[at]) ? answer : having(answer, next);
}

/** What was chosen for a question about the whole, or about one of its parts. */
const wholeOf = (answer: Answer, name: string, part: string | null): Whole | undefined =>
  answer.annotations.find(
    (one): one is Whole => isWhole(one) && one.name === name && (one.part ?? null) === part,
  );
export const chosen = (
  answer: Answer,
  name: string,
  part: string | null = null,
): readonly string[] => wholeOf(answer, name, part)?.classes ?? [];

/** With a class of a question about the whole chosen, or, where it was, no longer. */
export function choose(
  answer: Answer,
  label: WholeLabel,
  id: string,
  fresh: Id,
  part: string | null = null,
): Answer {
  const before = wholeOf(answer, label.name, part);
  const had = before?.classes ?? [];
  let now: string[];
  if (had.includes(id)) now = had.filter((one) => one !== id);
  else if (label.many === true)
    // In the schema's order, so that the same choice is the same answer however it was made.
    now = label.classes.map((one) => one.id).filter((one) => one === id || had.includes(one));
  else now = [id];
  if (now.length === 0) return before === undefined ? answer : remove(answer, [before.id]);
  return put(answer, {
    kind: "class",
    id: before?.id ?? fresh,
    name: label.name,
    classes: now,
    ...(part === null ? {} : { part }),
  });
}

/** An id that no annotation of any other person's answer will have. */
export const newId = (): Id =>
  `a${[...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
