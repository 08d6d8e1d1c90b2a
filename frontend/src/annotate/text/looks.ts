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

export type Stretch = { kind: "same" | "added" | "removed"; text: string };
const LIMIT = 2000; // words; beyond, a table of all with all would be too large

/** What became of a text, word by word. */
export function wording(before: string, after: string): Stretch[] {
  const words = (text: string) => text.match(/\S+\s*|\s+/gu) ?? [];
  const [old, now] = [words(before), words(after)];
  if (old.length > LIMIT || now.length > LIMIT)
    return [
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ];
  const cols = now.length + 1;
  const best = new Uint16Array((old.length + 1) * cols);
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      best[i * cols + j] =
        old[i] === now[j]
          ? best[(i + 1) * cols + j + 1]! + 1
          : Math.max(best[(i + 1) * cols + j]!, best[i * cols + j + 1]!);
  const found: Stretch[] = [];
  const add = (kind: Stretch["kind"], text: string) => {
    const last = found.at(-1);
    if (last?.kind === kind) last.text += text;
    else found.push({ kind, text });
  };
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      add("same", now[j]!);
      i += 1;
      j += 1;
    } else if (
      j >= now.length ||
      (i < old.length && best[(i + 1) * cols + j]! >= best[i * cols + j + 1]!)
    )
      add("removed", old[i++]!);
    else add("added", now[j++]!);
  }
  return found;
}
