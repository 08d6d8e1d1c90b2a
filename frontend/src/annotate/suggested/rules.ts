/**
 * Which annotations that come from elsewhere (a model, an import, the piece before) may join an
 * answer. One rule for all of them, and for every modality: what the checks of the editor say.
 */
import { contentOf } from "../core/diff";
import { type Annotation, type Answer, type Id, isRelation, put } from "../core/doc";
import type { Fault } from "../core/validity";

/** What is wrong with an answer, as an editor says it. */
export type FaultsOf = (answer: Answer) => readonly Fault[];

// What is still to be said of an annotation is asked of people afterwards, as of one they have made.
const OPEN = new Set([
  "attribute_required",
  "text_required",
  "no_speaker",
  "gap",
  "not_all_ordered",
]);

const written = new WeakMap<Annotation, string>();

/** What an annotation says, whoever says it: not under which id, nor what it is grouped with. */
export function saying(one: Annotation): string {
  const known = written.get(one) ?? contentOf("group" in one ? { ...one, group: null } : one);
  written.set(one, known);
  return known;
}

/** The ids that an annotation refers to. */
export const endsOf = (one: Annotation): readonly Id[] => {
  if (isRelation(one)) return [one.from, one.to];
  if (one.kind === "order") return one.order;
  return one.kind === "writing" ? (one.evidence ?? []) : [];
};

/** What is referred to stands before what refers to it, in their order otherwise. */
export const endsFirst = (ones: readonly Annotation[]): readonly Annotation[] => [
  ...ones.filter((one) => endsOf(one).length === 0),
  ...ones.filter((one) => endsOf(one).length > 0),
];

/** Without evidence that is not among these. */
function resting(one: Annotation, has: (id: Id) => boolean): Annotation {
  if (one.kind !== "writing" || one.evidence === undefined || one.evidence.every(has)) return one;
  return { ...one, evidence: one.evidence.filter(has) };
}

/**
 * Those of `all` that could be part of an answer: each with nothing wrong by itself, and what it
 * refers to among them. Of several with one id the first.
 */
export function fitting(
  { modality, annotations }: Answer,
  faultsOf: FaultsOf,
): readonly Annotation[] {
  const fits = new Map<Id, Annotation>();
  for (const given of endsFirst(annotations)) {
    if (fits.has(given.id)) continue;
    const one = resting(given, (id) => fits.has(id));
    const ends = endsOf(one).flatMap((id) => fits.get(id) ?? []);
    const found = faultsOf({ modality, annotations: [...ends, one] });
    const own = found.some((fault) => fault.annotation === one.id && !OPEN.has(fault.code));
    if (!own) fits.set(one.id, one);
  }
  return [...new Set(annotations.flatMap((one) => fits.get(one.id) ?? []))];
}

/** An answer with more in it; what of that could join, and what could not. */
export type Joined = {
  answer: Answer;
  taken: readonly Annotation[];
  left: readonly Annotation[];
};

/** Faults that an annotation has, or that there are too many of them; what is missing is no matter. */
const counted = (faults: readonly Fault[]): readonly string[] =>
  faults
    .filter((one) => (one.annotation !== null || one.code === "too_many") && !OPEN.has(one.code))
    .map((one) => JSON.stringify(one));

/** An answer with as many of `ones` as can join it without a fault that it has not now. Their ids are
 * none of the answer's. */
export function join(before: Answer, ones: readonly Annotation[], faultsOf: FaultsOf): Joined {
  let answer = before;
  let known = new Set(counted(faultsOf(before)));
  const taken: Annotation[] = [];
  const left: Annotation[] = [];
  const add = (some: readonly Annotation[]): void => {
    if (some.length === 0) return;
    const next = put(answer, ...some);
    const faults = counted(faultsOf(next));
    if (faults.every((one) => known.has(one))) {
      answer = next;
      known = new Set(faults);
      taken.push(...some);
    } else if (some.length === 1) left.push(...some);
    else {
      // By halves: where one of thousands does not fit, the others are still few looks away.
      const half = some.length >> 1;
      add(some.slice(0, half));
      add(some.slice(half));
    }
  };
  const isFree = (one: Annotation) => endsOf(one).length === 0;
  add(ones.filter(isFree));
  const here = new Set(answer.annotations.map((one) => one.id));
  add(ones.filter((one) => !isFree(one)).map((one) => resting(one, (id) => here.has(id))));
  return { answer, taken, left };
}
