import { type Answer, isWhole } from "../core/doc";
import type { Editor } from "../image/acts";

const counted = new WeakMap<Answer, ReadonlyMap<number, number>>();

/** How many marks and relations each choice has; counted once for an answer, however many rows ask. */
export function counts(editor: Editor, answer: Answer): ReadonlyMap<number, number> {
  const known = counted.get(answer);
  if (known !== undefined) return known;
  const found = new Map<number, number>();
  for (const one of answer.annotations) {
    const index = isWhole(one) ? undefined : editor.choiceOf(one)?.index;
    if (index !== undefined) found.set(index, (found.get(index) ?? 0) + 1);
  }
  counted.set(answer, found);
  return found;
}
