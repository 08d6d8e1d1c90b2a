import { useMemo } from "react";
import { difference } from "../../core/diff";
import type { Pin } from "../../parts/pins";
import { readAnswer } from "../doc";
import { createTextEditor } from "../editor";
import { TextAnswers } from "./answers";
import { Board } from "./board";

export type TextViewProps = {
  document: unknown;
  name?: string;
  /** The API's JSON. Without a schema the text stands alone. */
  schema?: unknown;
  answer?: unknown;
  /** An earlier answer that this one is held against. */
  before?: unknown;
  pins?: readonly Pin[];
};

const NOTHING = { modality: "text", labels: [] };

/** A text with what was said of it, to look at: no keys. */
export function TextView({
  document,
  name = "",
  schema,
  answer,
  before,
  pins = [],
}: TextViewProps) {
  const editor = useMemo(
    () =>
      createTextEditor(
        schema ?? NOTHING,
        { document, name },
        schema === undefined ? null : answer,
        {
          readOnly: true,
        },
      ),
    [schema, document, name, answer],
  );
  const diff = useMemo(
    () => (before == null ? null : difference(readAnswer(before), readAnswer(answer))),
    [before, answer],
  );
  return (
    <div className="tx-view" data-density="compact">
      <Board editor={editor} diff={diff} pins={pins} keys={false} />
      <TextAnswers editor={editor} />
    </div>
  );
}
