import { useTranslation } from "react-i18next";
import { nameOf } from "./core/choices";
import { type Annotation, type Answer, classesOf, isMark } from "./core/doc";
import type { Editor } from "./image/acts";

type Naming = Pick<Editor, "choiceOf">;

/** What a class is called in the reader's language. */
export function useClassName(): (editor: Naming, one: Annotation) => string {
  const { i18n } = useTranslation();
  return (editor, one) => {
    const choice = editor.choiceOf(one);
    if (choice !== undefined) return nameOf(choice.class, i18n.language);
    return classesOf(one).join(", ");
  };
}

const numbered = new WeakMap<Answer, ReadonlyMap<string, number>>();

/** Says which of its class each is, where an answer is only a part of something larger. */
export const numberAs = (answer: Answer, of: ReadonlyMap<string, number>) =>
  numbered.set(answer, of);

/** Which of its class a mark is, counted from 1 in the order of the answer. */
export function ordinals(answer: Answer): ReadonlyMap<string, number> {
  const known = numbered.get(answer);
  if (known !== undefined) return known;
  const counted = new Map<string, Map<string, number>>();
  const found = new Map<string, number>();
  for (const one of answer.annotations) {
    if (!isMark(one)) continue;
    const classes = counted.get(one.name) ?? new Map<string, number>();
    const n = (classes.get(one.class) ?? 0) + 1;
    counted.set(one.name, classes.set(one.class, n));
    found.set(one.id, n);
  }
  numbered.set(answer, found);
  return found;
}
