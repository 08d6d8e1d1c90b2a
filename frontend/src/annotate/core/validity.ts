import {
  type Annotation,
  type Answer,
  type Id,
  isWhole,
  type Label,
  type Schema,
  type Size,
} from "./doc";
import { shapeOf } from "./shapes";

/** The server's limits, in its own numbers. */
export const MAX_ANNOTATIONS = 10_000;
const MAX_FAULTS = 100;

/** One reason why an answer does not fit; the sentence is `faults.<code>` of the sentences. */
export type Fault = {
  code: string;
  /** The annotation's id, where one annotation is at fault. */
  annotation: Id | null;
  /** The question it is about. */
  label: string | null;
  /** What is asked and what is there, for the sentence. */
  limit?: number;
  count?: number;
};

function ofOne(label: Label, one: Annotation, classes: ReadonlySet<string>, size: Size): Fault[] {
  const fault = (code: string): Fault => ({ code, annotation: one.id, label: label.name });
  if (isWhole(one)) {
    const found = one.classes.filter((id) => !classes.has(id)).map(() => fault("unknown_class"));
    if (new Set(one.classes).size !== one.classes.length) found.push(fault("class_twice"));
    if (one.classes.length > 1 && label.kind === "class" && label.many !== true)
      found.push(fault("one_class_only"));
    return found;
  }
  const found = classes.has(one.class) ? [] : [fault("unknown_class")];
  return [...found, ...shapeOf(one).faults(one, size).map(fault)];
}

function ofAll(label: Label, given: number): Fault[] {
  const fault = (code: string, limit?: number): Fault => ({
    code,
    annotation: null,
    label: label.name,
    limit,
    count: given,
  });
  if (label.kind === "class") {
    if (given === 0 && label.required !== false) return [fault("required")];
    return given > 1 ? [fault("too_many", 1)] : [];
  }
  const { min = 0, max = MAX_ANNOTATIONS } = label;
  if (given < min) return [fault("too_few", min)];
  return given > max ? [fault("too_many", max)] : [];
}

/** Every reason (at most 100) why `answer` does not fit, in the server's codes and order. */
export function faultsOf(schema: Schema, size: Size, answer: Answer): readonly Fault[] {
  const labels = new Map(
    schema.labels.map((label) => [
      label.name,
      { label, classes: new Set(label.classes.map((one) => one.id)), given: 0 },
    ]),
  );
  const faults: Fault[] = [];
  const seen = new Set<Id>();
  for (const one of answer.annotations) {
    const fault = (code: string): Fault => ({ code, annotation: one.id, label: one.name });
    if (seen.has(one.id)) faults.push(fault("duplicate_id"));
    seen.add(one.id);
    const known = labels.get(one.name);
    if (known === undefined) {
      faults.push(fault("unknown_label"));
      continue;
    }
    if (one.kind !== known.label.kind) {
      faults.push(fault("wrong_kind"));
      continue;
    }
    known.given += 1;
    faults.push(...ofOne(known.label, one, known.classes, size));
    if (faults.length >= MAX_FAULTS) return faults.slice(0, MAX_FAULTS);
  }
  for (const { label, given } of labels.values()) faults.push(...ofAll(label, given));
  return faults.slice(0, MAX_FAULTS);
}
