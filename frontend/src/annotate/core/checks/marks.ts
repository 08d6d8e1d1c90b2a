import type { Classed, MarkQuestion } from "../ask";
import { attributeFaults } from "../attributes";
import type { Annotation, Label, Size } from "../doc";
import { type Mark, type ShapeLabel, shapeOf } from "../shapes";
import { type Asked, type Check, counted, type Found } from "./check";

export const MAX_ANNOTATIONS = 10_000;

/** What marks share, on pictures and in texts; `own` looks at the mark itself. */
export const marks = <L extends Label & MarkQuestion, A extends Annotation & Classed>(
  own: (label: L, asked: Asked, one: A) => readonly Found[],
): Check<L, A> => ({
  one(label, asked, one) {
    const known = label.classes.some((each) => each.id === one.class);
    const found: readonly Found[] = known
      ? attributeFaults(label.attributes ?? [], one)
      : [{ code: "unknown_class" }];
    return [...found, ...own(label, asked, one)];
  },
  all(label, _, given) {
    const found = [...counted(given.length, label.min ?? 0, label.max ?? MAX_ANNOTATIONS)];
    for (const { id, min, max } of label.classes) {
      if (min == null && max == null) continue;
      const count = given.filter((one) => one.class === id).length;
      const limits = counted(count, min ?? 0, max ?? MAX_ANNOTATIONS);
      found.push(...limits.map((one) => ({ ...one, class: id })));
    }
    return found;
  },
});

export const shapes: Check<ShapeLabel, Mark> = marks((label, { facts }, one) =>
  shapeOf(one)
    .faults(one, facts as Size, label)
    .map((code) => ({ code })),
);
