import { useTranslation } from "react-i18next";
import { FaultNote, toAnnotation } from "../../parts/fault-note";
import type { TextEditor } from "../editor";
import { givenTo } from "../questions";
import { type Told, useTextFault } from "./fault-sentence";

/** What must be mended before the answer can be handed in; a press goes to the place. */
export function TextFaults({ editor, faults }: { editor: TextEditor; faults: readonly Told[] }) {
  const { t } = useTranslation("annotate-text");
  const sentence = useTextFault(editor);
  const title = t("faults_title", { n: faults.length });
  const asking = (fault: Told) => {
    // Where an answer is missing; else any place where it is asked.
    const alike = editor.questions.filter((one) => one.label.name === fault.label);
    const asked = alike.find((one) => givenTo(editor.get().answer, one).length === 0) ?? alike[0];
    if (asked !== undefined) editor.take(asked.key);
  };
  const wayTo = (fault: Told) => toAnnotation(editor)(fault) ?? (() => asking(fault));
  return <FaultNote {...{ title, faults, sentence, wayTo }} className="tx-faults" />;
}
