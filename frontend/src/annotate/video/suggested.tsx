import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { reveal } from "../clock/axis";
import { endOf, isClockMark, startOf } from "../clock/doc";
import { useNaming } from "../clock/use";
import { nameOf } from "../core/choices";
import type { Annotation } from "../core/doc";
import { looks as picture } from "../image/suggested";
import type { Editing, SuggestedLooks, SuggestedMarksProps } from "../kit";
import type { VideoEditor } from "./editor";
import { isTrack, markAt, shapeAt } from "./tracks";
import { rangeOf, useFrame } from "./use";

const own = (editor: Editing): VideoEditor => editor as unknown as VideoEditor;

/** What is suggested: shapes on the frame, segments and events on the clock, which paints them itself. */
function Marks({ editor: any, current, shown }: SuggestedMarksProps) {
  const editor = own(any);
  const { film, clock } = editor;
  const frame = useFrame(editor);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever it is asked for, not when it changes
  useEffect(() => {
    if (current === null || shown === 0) return;
    if (isTrack(current)) {
      if (shapeAt(current, film.time.get()) === null) editor.goTo(current.keyframes[0]!.frame);
    } else if (isClockMark(current)) {
      editor.goTo(startOf(current));
      const stretch = { start: startOf(current), end: endOf(current) };
      clock.axis.set(reveal(clock.axis.get(), stretch));
    }
  }, [shown]);
  const mark = current !== null && isTrack(current) ? markAt(current, frame) : null;
  return <picture.Marks editor={editor.frame as unknown as Editing} current={mark} shown={shown} />;
}

function useSays(any: Editing): (one: Annotation) => string {
  const editor = own(any);
  const { t, i18n } = useTranslation("annotate-video");
  const naming = useNaming(editor.clock);
  return (one) => {
    if (isClockMark(one)) return `${naming.title(one)}, ${naming.range(one)}`;
    if (!isTrack(one)) return naming.says(one);
    const name = nameOf(editor.choiceOf(one)?.class ?? { id: one.class }, i18n.language);
    return t("track_from", { name, ...rangeOf(one, editor.film.length) });
  };
}

const when = (one: Annotation): number =>
  isTrack(one) ? one.keyframes[0]!.frame : isClockMark(one) ? startOf(one) : 0;

/** How videos show what is suggested. */
export const looks: SuggestedLooks = {
  Marks,
  useSays,
  inOrder: (_, ones) => [...ones].sort((a, b) => when(a) - when(b)),
};
