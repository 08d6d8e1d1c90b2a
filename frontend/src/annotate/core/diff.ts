import type { Annotation, Answer, Id, Mark } from "./doc";
import { classesOf, isMark } from "./doc";
import { overlap } from "./geometry";
import { shapeOf } from "./shapes";

/** An annotation that kept its id and not its content. */
export type Change = {
  before: Annotation;
  after: Annotation;
  /** Another place or size. */
  moved: boolean;
  /** Another class, or other classes. */
  relabelled: boolean;
  /** Anything else that is said of it: attributes, its group, words, the ends of a relation. */
  reworded: boolean;
  /** Overlap (IoU) of both bounds, 0 to 1; null for the picture as a whole. */
  overlap: number | null;
};

/** From one answer to the next, in annotations. */
export type Difference = {
  added: readonly Annotation[];
  removed: readonly Annotation[];
  changed: readonly Change[];
};

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, one]) => [key, sorted(one)]),
        )
      : value;
// What is optional and says nothing: written out by the server, left out by the editor.
const says = (key: string, value: unknown): boolean =>
  value !== null &&
  value !== undefined &&
  !(key === "attributes" && Object.keys(value as object).length === 0);
/** What an annotation says, without its id. */
export const contentOf = ({ id: _, ...rest }: Annotation): string =>
  JSON.stringify(
    sorted(Object.fromEntries(Object.entries(rest).filter(([key, value]) => says(key, value)))),
  );

const said = (one: Annotation): string => JSON.stringify([one.name, classesOf(one)]);
const more = ({ attributes, group }: Mark): string =>
  JSON.stringify(sorted([attributes ?? {}, group ?? null]));

function change(before: Annotation, after: Annotation): Change {
  const relabelled = said(before) !== said(after);
  if (!isMark(before) || !isMark(after))
    return { before, after, moved: false, relabelled, reworded: !relabelled, overlap: null };
  const place = (one: typeof before) =>
    contentOf({ ...one, name: "", class: "", attributes: undefined, group: null });
  return {
    before,
    after,
    moved: place(before) !== place(after),
    relabelled,
    reworded: more(before) !== more(after),
    overlap: overlap(shapeOf(before).bounds(before), shapeOf(after).bounds(after)),
  };
}

/**
 * What became of each annotation, told by its id, as the server tells it. Equal content under two
 * ids is no difference.
 */
export function difference(before: Answer, after: Answer): Difference {
  const old = new Map(before.annotations.map((one) => [one.id, one]));
  const now = new Map(after.annotations.map((one) => [one.id, one]));
  const changed: Change[] = [];
  const gone = new Map<string, Annotation[]>();
  for (const [id, one] of old) {
    const next = now.get(id);
    if (next === undefined) {
      const key = contentOf(one);
      gone.set(key, [...(gone.get(key) ?? []), one]);
    } else if (next !== one && contentOf(next) !== contentOf(one)) changed.push(change(one, next));
  }
  const added = [...now.values()].filter(
    (one) => !old.has(one.id) && gone.get(contentOf(one))?.shift() === undefined,
  );
  return { added, removed: [...gone.values()].flat(), changed };
}

export const isDifferent = (one: Difference): boolean =>
  one.added.length + one.removed.length + one.changed.length > 0;

/** The ids, of either answer, that a difference speaks of. */
export const idsOf = (one: Difference): ReadonlySet<Id> =>
  new Set(
    [...one.added, ...one.removed, ...one.changed.map((each) => each.after)].map((a) => a.id),
  );
