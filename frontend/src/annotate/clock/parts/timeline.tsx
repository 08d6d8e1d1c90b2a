import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Difference } from "../../core/diff";
import { later } from "../../parts/later";
import type { Pin } from "../../parts/pins";
import { inOrder } from "../doc";
import type { ClockEditor } from "../editor";
import { timeFor, timeOf } from "../format";
import { createTimeline, type Layer, type Timeline as Made } from "../timeline";
import { useClock, useNaming } from "../use";
import "../clock.css";

const ClockPins = later(() => import("./pins").then((its) => its.ClockPins));

type Props = {
  editor: ClockEditor;
  /** What lies under what is marked, the lowest first; the same ones as long as they are the same. */
  layers: readonly Layer[];
  diff: Difference | null;
  pins: readonly Pin[];
  onPin?: ((index: number) => void) | undefined;
  /** A place as exactly as steps of some length need. */
  format?: (place: number, step: number) => string;
  /** What the clock that is read shows at the start, where places are milliseconds in words of their own. */
  begin?: number;
};

/** The clock along the window, with all that is marked. */
export function Timeline({ editor, layers, diff, pins, onPin, format, begin }: Props) {
  const { t, i18n } = useTranslation("annotate-clock");
  const root = useRef<HTMLDivElement>(null);
  const [made, setMade] = useState<Made | null>(null);
  const naming = useNaming(editor);
  const count = useClock(editor, (state) => inOrder(state.answer).length);
  const words = {
    name: naming.numbered,
    format: format ?? timeFor,
    clock: format === undefined || begin !== undefined,
    begin: begin ?? 0,
  };
  const latest = useRef(words);
  latest.current = words;
  useEffect(() => {
    const timeline = createTimeline(root.current!, editor, latest.current);
    setMade(timeline);
    return () => timeline.stop();
  }, [editor]);
  useEffect(() => made?.setLayers(layers), [made, layers]);
  useEffect(() => made?.setDiff(diff), [made, diff]);
  // Names are of the reader's language.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => made?.setWords(latest.current), [made, i18n.language]);
  return (
    <div className="ck-line">
      <div
        ref={root}
        className="ck-timeline"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move the playhead and what is selected
        tabIndex={0}
        aria-label={t("title", {
          name: editor.name,
          n: count,
          length:
            editor.facts.frames === true
              ? editor.format(editor.facts.length, false)
              : timeOf(editor.facts.length),
        })}
        aria-roledescription={t("role")}
      />
      {pins.length > 0 && <ClockPins editor={editor} pins={pins} onPin={onPin} />}
    </div>
  );
}
