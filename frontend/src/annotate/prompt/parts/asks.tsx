import type { TextEditor } from "../../text/editor";
import type { Question } from "../../text/questions";
import { typeOf } from "../../text/types";
import type { PromptEditor } from "../editor";
import "../../text/text.css";

/** What is written, chosen or rated, asked as texts ask it: it goes by the answer and the acts that both
 * editors share. `written` is what is written alone, or else the rest. */
export function Asks({ editor, written }: { editor: PromptEditor; written: boolean }) {
  return editor.questions
    .filter((one) => (one.label.kind === "writing") === written)
    .map((one) => {
      const { Ask } = typeOf(one.label.kind);
      return (
        <Ask
          key={one.key}
          editor={editor as unknown as TextEditor}
          question={one as unknown as Question}
        />
      );
    });
}
