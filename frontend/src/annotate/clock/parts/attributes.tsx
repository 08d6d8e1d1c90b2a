import { useTranslation } from "react-i18next";
import { AttributeFields } from "../../parts/attribute-fields";
import { isClockLabel, markOf } from "../doc";
import type { ClockEditor } from "../editor";
import { useClock, useNaming } from "../use";

type Of = { editor: ClockEditor };

/** What is asked of what is selected beside its class. */
export function ClockAttributes({ editor }: Of) {
  const { t } = useTranslation("annotate");
  const answer = useClock(editor, (state) => state.answer);
  const selected = useClock(editor, (state) => state.selected);
  const off = useClock(editor, (state) => state.readOnly);
  const naming = useNaming(editor);
  const marks = selected.map((id) => markOf(answer, id)).filter((one) => one !== undefined);
  const [first] = marks;
  if (first === undefined || marks.some((one) => one.name !== first.name)) return null;
  const label = editor.schema.labels.find((one) => one.name === first.name);
  if (label === undefined || !isClockLabel(label)) return null;
  return (
    <AttributeFields
      attributes={label.attributes ?? []}
      marks={marks}
      title={marks.length === 1 ? naming.numbered(first) : t("many_selected", { n: marks.length })}
      off={off}
      scrolls
      onTake={(name, value) =>
        editor.setAttribute(
          marks.map((one) => one.id),
          name,
          value,
        )
      }
    />
  );
}
