import { useTranslation } from "react-i18next";
import { isClockMark } from "../../clock/doc";
import { useNaming } from "../../clock/use";
import { nameOf } from "../../core/choices";
import { find, isClassed } from "../../core/doc";
import type { Told } from "../../kit";
import { FaultNote, toAnnotation } from "../../parts/fault-note";
import type { VideoEditor } from "../editor";
import { isTrack } from "../tracks";
import { useTrackName } from "../use";

/** What only tracks can have wrong; the rest has its words with the clock. */
const OWN = new Set([
  "keyframes_unordered",
  "other_modality",
  "past_edge",
  "past_last_frame",
  "starts_outside",
  "unknown_part",
  "zero_area",
]);

/** What is wrong, as a sentence; also for faults that the server found. */
export function useVideoFault(editor: VideoEditor): (fault: Told) => string {
  const { t, i18n } = useTranslation(["annotate-video", "annotate-clock"]);
  const trackName = useTrackName(editor);
  const naming = useNaming(editor.clock);
  return (fault) => {
    const one = fault.annotation === null ? undefined : find(editor.get().answer, fault.annotation);
    const asked = editor.schema.labels.find((label) => label.name === (fault.label ?? one?.name));
    const label = nameOf(asked ?? { id: fault.label ?? "" }, i18n.language);
    const counted = asked !== undefined && isClassed(asked) ? asked.classes : [];
    const ofClass = counted.find((each) => each.id === fault.class);
    const name =
      one === undefined
        ? label
        : isTrack(one)
          ? trackName(one)
          : isClockMark(one)
            ? naming.numbered(one)
            : naming.says(one);
    const lines = asked !== undefined && "texts" in asked ? (asked.texts ?? []) : [];
    const line = lines.find((each) => each.name === fault.attribute);
    const words = {
      name,
      // Where a class is counted by itself, it is what is spoken of.
      label: ofClass === undefined ? label : nameOf(ofClass, i18n.language),
      line: line === undefined ? "" : nameOf(line, i18n.language),
      limit: fault.limit ?? 0,
      count: fault.count ?? 0,
    };
    if (OWN.has(fault.code)) return t(`faults.${fault.code}` as "faults.past_edge", words);
    const key = `annotate-clock:faults.${fault.code}`;
    return t(
      (i18n.exists(key) ? key : "annotate-clock:faults.other") as "annotate-clock:faults.other",
      words,
    );
  };
}

/** One thing that is wrong, in words. */
export function FaultLine({ editor, fault }: { editor: VideoEditor; fault: Told }) {
  return useVideoFault(editor)(fault);
}

/** What must be mended before the answer can be handed in; a press goes to the place. */
export function Faults({ editor, faults }: { editor: VideoEditor; faults: readonly Told[] }) {
  const { t } = useTranslation("annotate-clock");
  const sentence = useVideoFault(editor);
  const title = t("faults_title", { n: faults.length });
  return <FaultNote {...{ title, faults, sentence }} wayTo={toAnnotation(editor)} />;
}
