import { useEffect } from "react";
import type { Annotation } from "../core/doc";
import type { Editing, SuggestedLooks, SuggestedMarksProps } from "../kit";
import { reveal } from "./axis";
import { endOf, inOrder, isClockMark, startOf } from "./doc";
import type { ClockEditor } from "./editor";
import { useNaming } from "./use";

const own = (editor: Editing): ClockEditor => editor as unknown as ClockEditor;

/** The timeline shows what is suggested; this brings what is in hand into view. */
function Marks({ editor, current, shown }: SuggestedMarksProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever it is asked for, not when it changes
  useEffect(() => {
    if (current === null || shown === 0 || !isClockMark(current)) return;
    const { axis, player } = own(editor);
    axis.set(reveal(axis.get(), { start: startOf(current), end: endOf(current) }));
    player.seek(startOf(current));
  }, [shown]);
  return null;
}

/** How what has a clock shows what is suggested. */
export const looks: SuggestedLooks = {
  Marks,
  useSays(editor) {
    const naming = useNaming(own(editor));
    return (one: Annotation) => {
      if (!isClockMark(one)) return naming.says(one);
      const texts = "texts" in one ? Object.values(one.texts ?? {}).join(" / ") : "";
      return `${naming.title(one)} ${naming.range(one)}${texts === "" ? "" : ` ${texts}`}`;
    };
  },
  inOrder: (_, ones) => [
    ...ones.filter((one) => !isClockMark(one)),
    ...inOrder({ annotations: ones }),
  ],
};
