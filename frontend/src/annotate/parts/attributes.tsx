import { useTranslation } from "react-i18next";
import { isMark, type ShapeLabel } from "../core/doc";
import type { Editor } from "../image/acts";
import { useObjectName } from "../object-name";
import { useEditor } from "../use";
import { AttributeFields } from "./attribute-fields";

/** What is asked of each selected object beside its class; nothing where nothing is. */
export function Attributes({ editor }: { editor: Editor }) {
  const { t } = useTranslation("annotate");
  const objectName = useObjectName(editor);
  const answer = useEditor(editor, (state) => state.answer);
  const selected = useEditor(editor, (state) => state.selected);
  const reading = useEditor(editor, (state) => state.readOnly);
  const ids = new Set(selected);
  const marks = selected.length === 0 ? [] : answer.annotations.filter(isMark);
  const chosen = marks.filter((mark) => ids.has(mark.id));
  const [first] = chosen;
  if (first === undefined || chosen.some((mark) => mark.name !== first.name)) return null;
  const label = editor.choiceOf(first)?.label as ShapeLabel | undefined;
  return (
    <AttributeFields
      attributes={label?.attributes ?? []}
      marks={chosen}
      title={chosen.length === 1 ? objectName(first) : t("many_selected", { n: chosen.length })}
      off={reading}
      // In a long panel.
      scrolls
      onTake={(name, value) =>
        editor.setAttribute(
          chosen.map((mark) => mark.id),
          name,
          value,
        )
      }
    />
  );
}
