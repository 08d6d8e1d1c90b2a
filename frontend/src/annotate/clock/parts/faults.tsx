import { useTranslation } from "react-i18next";
import { nameOf } from "../../core/choices";
import type { Told } from "../../kit";
import { FaultNote } from "../../parts/fault-note";
import { markOf, startOf } from "../doc";
import type { ClockEditor } from "../editor";
import { segmentLabelOf, useNaming } from "../use";

/** What is wrong, as a sentence; also for faults that the server found. */
export function useClockFault(editor: ClockEditor): (fault: Told) => string {
  const { t, i18n } = useTranslation("annotate-clock");
  const naming = useNaming(editor);
  return (fault) => {
    const one = editor.get().answer.annotations.find((each) => each.id === fault.annotation);
    const label = editor.schema.labels.find((each) => each.name === (fault.label ?? one?.name));
    const named = label === undefined ? (fault.label ?? "") : nameOf(label, i18n.language);
    const line = segmentLabelOf(editor, label?.name ?? "")?.texts?.find(
      (each) => each.name === fault.attribute,
    );
    const words = {
      label: named,
      name: one === undefined ? named : naming.says(one),
      line: line === undefined ? "" : nameOf(line, i18n.language),
      limit: fault.limit ?? 0,
      count: fault.count ?? 0,
    };
    return i18n.exists(`annotate-clock:faults.${fault.code}`)
      ? t(`faults.${fault.code}` as "faults.too_few", words)
      : t("faults.other", words);
  };
}

/** One sentence. */
export function ClockFault({ editor, fault }: { editor: ClockEditor; fault: Told }) {
  return useClockFault(editor)(fault);
}

/** What must be mended before the answer can be handed in; a press goes to the place. */
export function ClockFaults({ editor, faults }: { editor: ClockEditor; faults: readonly Told[] }) {
  const { t } = useTranslation("annotate-clock");
  const sentence = useClockFault(editor);
  const title = t("faults_title", { n: faults.length });
  const wayTo = ({ annotation }: Told) => {
    if (annotation === null) return null;
    return () => {
      const mark = markOf(editor.get().answer, annotation);
      editor.select([annotation]);
      if (mark === undefined) return;
      editor.reveal(mark.id);
      editor.player.seek(startOf(mark));
    };
  };
  return <FaultNote {...{ title, faults, sentence, wayTo }} />;
}
