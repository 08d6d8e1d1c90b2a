/**
 * What is asked of people and what they answer, in the API's own JSON form. Documents never change:
 * every edit gives another one that shares what stayed as it was.
 */
export type Id = string;

export type LabelClass = {
  id: string;
  ko?: string | null;
  en?: string | null;
  colour?: string | null;
};
type Question = { name: string; ko?: string | null; en?: string | null; classes: LabelClass[] };
export type BoxLabel = Question & { kind: "box"; min?: number; max?: number };
export type PolygonLabel = Question & { kind: "polygon"; min?: number; max?: number };
export type WholeLabel = Question & { kind: "class"; many?: boolean; required?: boolean };
export type ShapeLabel = BoxLabel | PolygonLabel;
export type Label = ShapeLabel | WholeLabel;
export type Schema = { modality: "picture"; labels: Label[] };

type Base = { id: Id; name: string };
/** Pixels of the picture as shown; `x`, `y` is the upper left corner. */
export type Box = Base & {
  kind: "box";
  class: string;
  x: number;
  y: number;
  width: number;
  height: number;
};
/** Corners in order, in pixels; the last is joined to the first. */
export type Polygon = Base & { kind: "polygon"; class: string; points: readonly Point[] };
/** What was chosen of the picture as a whole. */
export type Whole = Base & { kind: "class"; classes: readonly string[] };
/** An annotation that has a place on the picture. */
export type Mark = Box | Polygon;
export type Annotation = Mark | Whole;
export type Answer = { modality: "picture"; annotations: readonly Annotation[] };

export type Point = readonly [x: number, y: number];
export type Rect = { x: number; y: number; width: number; height: number };
/** Pixels of the picture as shown. */
export type Size = { width: number; height: number };

export const EMPTY: Answer = { modality: "picture", annotations: [] };

/** The schema as the API sends it, typed. Throws where it is none of a picture. */
export function readSchema(value: unknown): Schema {
  const schema = value as Schema | null;
  if (schema?.modality !== "picture" || !Array.isArray(schema.labels))
    throw new Error("This is not a label schema of pictures.");
  return schema;
}

/** The answer as the API sends it, typed; nothing gives an empty one. */
export function readAnswer(value: unknown): Answer {
  if (value === null || value === undefined) return EMPTY;
  const answer = value as Answer;
  if (!Array.isArray(answer.annotations)) throw new Error("This is not an answer.");
  return answer.modality === "picture" ? answer : { ...answer, modality: "picture" };
}

export const isMark = (one: Annotation): one is Mark =>
  one.kind === "box" || one.kind === "polygon";
export const isWhole = (one: Annotation): one is Whole => one.kind === "class";

/** The annotations that lie on the picture, the lowest first. */
export const marksOf = (answer: Answer): Mark[] => answer.annotations.filter(isMark);

export const find = (answer: Answer, id: Id): Annotation | undefined =>
  answer.annotations.find((one) => one.id === id);

const having = (answer: Answer, annotations: readonly Annotation[]): Answer => ({
  ...answer,
  annotations,
});

/** With `one` on top, or in the place of the annotation that has its id. */
export function put(answer: Answer, ...ones: readonly Annotation[]): Answer {
  const given = new Map(ones.map((one) => [one.id, one]));
  let same = true;
  const kept = answer.annotations.map((one) => {
    const next = given.get(one.id);
    if (next === undefined) return one;
    given.delete(one.id);
    if (next !== one) same = false;
    return next;
  });
  if (given.size > 0) return having(answer, [...kept, ...given.values()]);
  return same ? answer : having(answer, kept);
}

export function remove(answer: Answer, ids: Iterable<Id>): Answer {
  const gone = new Set(ids);
  const kept = answer.annotations.filter((one) => !gone.has(one.id));
  return kept.length === answer.annotations.length ? answer : having(answer, kept);
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

/** What was chosen for a question about the whole picture. */
export const chosen = (answer: Answer, name: string): readonly string[] =>
  answer.annotations.find((one): one is Whole => isWhole(one) && one.name === name)?.classes ?? [];

/** With a class of a whole-picture question chosen, or, where it was, no longer. */
export function choose(answer: Answer, label: WholeLabel, id: string, fresh: Id): Answer {
  const before = answer.annotations.find(
    (one): one is Whole => isWhole(one) && one.name === label.name,
  );
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
  });
}

/** An id that no annotation of any other person's answer will have. */
export const newId = (): Id =>
  `a${[...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
