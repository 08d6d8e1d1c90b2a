import type { Difference } from "../core/diff";
import { type Id, isSpan, type Span, type TextAnnotation } from "./doc";
import type { Look } from "./lanes";

/** How a difference shows the spans of the later answer, and the earlier ones to be shown beside. */
export type Looks = { looks: ReadonlyMap<Id, Look> | null; gone: readonly Span[] };

const isPlace = (a: Span, b: Span): boolean =>
  a.part === b.part && a.start === b.start && a.end === b.end;

/** Spans that came, went and changed. What went is named anew, so that it lies beside what came. */
export function looksOf(diff: Difference | null): Looks {
  if (diff === null) return { looks: null, gone: [] };
  const looks = new Map<Id, Look>();
  const gone: Span[] = [];
  const past = (one: Span): void => {
    const id = `was ${one.id}`;
    gone.push({ ...one, id: id.replaceAll(" ", "-") });
    looks.set(id.replaceAll(" ", "-"), "removed");
  };
  for (const one of diff.added as readonly TextAnnotation[])
    if (isSpan(one)) looks.set(one.id, "added");
  for (const { before, after } of diff.changed as readonly {
    before: TextAnnotation;
    after: TextAnnotation;
  }[]) {
    if (!isSpan(after) || !isSpan(before)) continue;
    looks.set(after.id, "changed");
    if (!isPlace(before, after)) past(before);
  }
  for (const one of diff.removed as readonly TextAnnotation[]) if (isSpan(one)) past(one);
  return { looks, gone };
}
