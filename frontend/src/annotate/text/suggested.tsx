import { useEffect } from "react";
import { type Annotation, isRelation } from "../core/doc";
import type { Editing, SuggestedLooks, SuggestedMarksProps } from "../kit";
import { inOrder, type Span } from "./doc";
import type { TextEditor } from "./editor";
import { useSays } from "./use";

const own = (editor: Editing): TextEditor => editor as unknown as TextEditor;
const isSpan = (one: Annotation): one is Span => one.kind === "span";

/** The passages show the spans that are suggested; this brings what is in hand into view. */
function Marks({ editor, current, shown }: SuggestedMarksProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever it is asked for, not when it changes
  useEffect(() => {
    if (current === null || shown === 0) return;
    const text = own(editor);
    if (isSpan(current)) text.sight?.show(current.part, current.start);
    else {
      const part = "part" in current ? (current.part ?? null) : null;
      const asked = text.questions.find(
        (one) => one.label.name === current.name && one.part === part,
      );
      // The question in hand is the one that is seen, and on a phone the only one.
      if (asked !== undefined && !isRelation(current)) text.take(asked.key);
    }
  }, [shown]);
  return null;
}

/** How texts show what is suggested. */
export const looks: SuggestedLooks = {
  Marks,
  useSays: (editor) => useSays(own(editor)) as (one: Annotation) => string,
  inOrder(editor, ones) {
    const spans = inOrder(ones.filter(isSpan), own(editor).parts);
    return [...ones.filter((one) => !isSpan(one)), ...spans];
  },
};
