import type { Editor } from "../../image/acts";
import { Question } from "../../parts/questions";
import { WholeLabel } from "../../parts/whole-labels";
import type { ClockEditor } from "../editor";

type Of = { editor: ClockEditor };
/** What asks about the whole asks of whatever editor: it goes by the answer and the acts that all share. */
const asWhole = (editor: ClockEditor): Editor => editor as unknown as Editor;

/** The questions about the whole. */
export function Wholes({ editor }: Of) {
  return editor.schema.labels.map((label) => {
    if (label.kind === "class")
      return <WholeLabel key={label.name} editor={asWhole(editor)} label={label} />;
    if (label.kind === "rating" || label.kind === "writing")
      return <Question key={label.name} editor={asWhole(editor)} label={label} />;
    return null;
  });
}
