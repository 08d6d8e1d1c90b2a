import type { Checks, Facts, Found } from "./checks/check";
import { MAX_ANNOTATIONS, shapes } from "./checks/marks";
import type { Annotation, Answer, Id, Schema, Size } from "./doc";
import { fetched } from "./fetched";
import { isShape } from "./shapes";

/** The server's limits, in its own numbers. */
export { MAX_ANNOTATIONS };

const MAX_FAULTS = 100;

/** One reason why an answer does not fit; the sentence is `faults.<code>` of the sentences. */
export type Fault = Omit<Found, "annotation"> & {
  /** The annotation's id, where one annotation is at fault. */
  annotation: Id | null;
  /** The question it is about. */
  label: string | null;
};

// What can be wrong with answers that are no marks.
const known = fetched<Checks[string]>({
  class: () => import("./checks/questions").then((its) => its.whole),
  relation: () => import("./checks/relation").then((its) => its.relation),
  writing: () => import("./checks/writing").then((its) => its.writing),
  rating: () => import("./checks/rating").then((its) => its.rating),
});

/** Fetches how answers of these kinds on pictures are looked at, once; of other kinds, nothing. */
export const loadChecks = known.load;
/** How answers of a kind that every modality may have are looked at, once that is fetched. */
export const checkOf = known.get;

/**
 * Every reason (at most 100) why `answer` does not fit, in the server's codes and order. `checks` says
 * by kind how the questions of a modality are looked at.
 */
export function faultsBy(
  checks: (kind: string) => Checks[string] | undefined,
  schema: Schema,
  facts: Facts,
  answer: Answer,
): readonly Fault[] {
  const labels = new Map(
    schema.labels.map((label) => [label.name, { label, given: [] as Annotation[] }]),
  );
  const asked = { facts, others: new Map(answer.annotations.map((one) => [one.id, one])) };
  const faults: Fault[] = [];
  const seen = new Set<Id>();
  for (const one of answer.annotations) {
    const fault = (found: Found) => faults.push({ ...found, annotation: one.id, label: one.name });
    if (seen.has(one.id)) fault({ code: "duplicate_id" });
    seen.add(one.id);
    const known = labels.get(one.name);
    if (known === undefined) {
      fault({ code: "unknown_label" });
      continue;
    }
    if (one.kind !== known.label.kind) {
      fault({ code: "wrong_kind" });
      continue;
    }
    known.given.push(one);
    for (const found of checks(one.kind)?.one(known.label, asked, one) ?? []) fault(found);
    if (faults.length >= MAX_FAULTS) return faults.slice(0, MAX_FAULTS);
  }
  for (const { label, given } of labels.values())
    for (const found of checks(label.kind)?.all(label, asked, given) ?? [])
      faults.push({ annotation: null, ...found, label: label.name });
  return faults.slice(0, MAX_FAULTS);
}

/** The same for pictures; what it asks has been made ready. */
export const faultsOf = (schema: Schema, size: Size, answer: Answer): readonly Fault[] =>
  faultsBy((kind) => (isShape(kind) ? shapes : known.get(kind)), schema, size, answer);
