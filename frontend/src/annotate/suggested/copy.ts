import { type Annotation, type Answer, type Id, isRelation, newId } from "../core/doc";
import type { Editing, Source } from "../kit";
import { endsFirst, join, saying } from "./rules";

/** An answer that somebody has given, and to what. */
export type Given = { answer: Answer; source: Source };
/** How many of its annotations came, and how many do not fit here. */
export type Copied = { came: number; left: number };

/** What a span marks; null where there is nothing. Offsets count code points. */
function words(one: Annotation, source: Source): string | null {
  if (one.kind !== "span" || source.modality !== "text") return null;
  const { parts = [] } = source.document as { parts?: readonly { id: string; text: string }[] };
  const text = parts.find((part) => part.id === one.part)?.text;
  return text === undefined ? null : [...text].slice(one.start, one.end).join("");
}

/** Would it say the same here? A span does where the same words stand at its place. */
const holds = (one: Annotation, from: Source, to: Source): boolean =>
  one.kind !== "span" || words(one, from) === words(one, to);

/** Under another id, and what it refers to and belongs to under theirs. */
function renamed(one: Annotation, named: Map<Id, Id>): Annotation {
  const nameOf = (id: Id): Id => {
    const name = named.get(id) ?? newId();
    named.set(id, name);
    return name;
  };
  const next = { ...one, id: newId() };
  if (isRelation(next)) return { ...next, from: nameOf(next.from), to: nameOf(next.to) };
  if (next.kind === "writing" && next.evidence !== undefined)
    return { ...next, evidence: next.evidence.map(nameOf) };
  // Groups have names of their own.
  if ("group" in next && next.group != null) return { ...next, group: nameOf(`g ${next.group}`) };
  return next;
}

/** Puts what was answered to something else into this answer, as one step: what fits, and is not there
 * already. `here` is what the editor works on. */
export function copyInto(editor: Editing, { answer, source }: Given, here: Source): Copied {
  const before = editor.answer();
  const there = new Map(before.annotations.map((one) => [saying(one), one.id]));
  const named = new Map<Id, Id>();
  const fresh: Annotation[] = [];
  for (const one of endsFirst(answer.annotations)) {
    const next = renamed(one, named);
    const twin = there.get(saying(next));
    named.set(one.id, twin ?? next.id);
    if (twin === undefined) fresh.push(next);
  }
  const fit = fresh.filter((one) => holds(one, source, here));
  const joined = join(before, fit, editor.faultsOf);
  if (joined.taken.length > 0) editor.replace(joined.answer);
  return { came: joined.taken.length, left: fresh.length - joined.taken.length };
}
