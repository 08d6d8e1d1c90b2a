import { answered } from "../../core/attributes";
import { AttributeFields } from "../../parts/attribute-fields";
import { find, isSpan } from "../doc";
import type { TextEditor } from "../editor";
import { useSays, useText } from "../use";

/** What is asked of the selected span beside its class; nothing where nothing is. */
export function Attributes({ editor }: { editor: TextEditor }) {
  const says = useSays(editor);
  const span = useText(editor, (state) => {
    const one = state.selected.length === 1 ? find(state.answer, state.selected[0]!) : undefined;
    return one !== undefined && isSpan(one) ? one : null;
  });
  const off = useText(editor, (state) => state.readOnly);
  const label = editor.schema.labels.find((one) => one.name === span?.name);
  if (span === null || label?.kind !== "span") return null;
  const all = label.attributes ?? [];
  return (
    <AttributeFields
      attributes={all}
      marks={[span]}
      title={says(span)}
      off={off}
      onTake={(name, value) =>
        editor.set(
          { ...span, attributes: answered(all, span.class, span.attributes, name, value) },
          `attribute ${span.id} ${name}`,
        )
      }
    />
  );
}
