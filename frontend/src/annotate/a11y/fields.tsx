import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mark, ShapeLabel } from "../core/doc";
import { type Field, shapeOf } from "../core/shapes";
import { LETTERS } from "../core/shapes/shape";
import type { Editor } from "../image/acts";
import { useObjectName } from "../object-name";
import { Corners } from "./corners";
import { NumberField } from "./number-field";

type Key = Field["key"];
type Props = { editor: Editor; mark: Mark; off: boolean };

/** What a shape is called, its place and size as numbers, and its corners where it has some. */
export function Fields(props: Props) {
  const { editor, mark } = props;
  const objectName = useObjectName(editor);
  return (
    <>
      <h3 className="an-head">{objectName(mark)}</h3>
      <Bounds key={mark.id} {...props} />
      {shapeOf(mark).corners !== undefined && <Corners key={`corners ${mark.id}`} {...props} />}
    </>
  );
}

function Bounds({ editor, mark, off }: Props) {
  const { t } = useTranslation("annotate");
  const shape = shapeOf(mark);
  const fields = shape.fields(mark);
  const faultId = useId();
  const [fault, setFault] = useState<{ field: Key; says: string } | null>(null);
  const { width, height } = editor.picture;

  const wrong = (key: Key, value: number): string | null => {
    if (!Number.isFinite(value)) return t("coord_number");
    const sized = key === "width" || key === "height";
    if (sized && value <= 0) return t("coord_area");
    const label = editor.choiceOf(mark)?.label as ShapeLabel | undefined;
    if (label === undefined) return null;
    const faults = shape.faults(shape.set(mark, key, value), editor.picture, label);
    if (faults.includes("past_edge")) return t("coord_edge", { width, height });
    return faults.length > 0 ? t("coord_area") : null;
  };
  const take = (key: Key, value: number): boolean => {
    const says = wrong(key, value);
    setFault(says === null ? null : { field: key, says });
    if (says !== null) return false;
    editor.setField(mark.id, key, value);
    return true;
  };
  const wide = fields.length !== 4 || fields.some(({ value }) => value % 1 !== 0);
  return (
    <>
      <div className="an-coord" data-wide={wide}>
        {fields.map(({ key, value }) => (
          <NumberField
            key={key}
            letter={LETTERS[key]}
            label={t(`coord.${key}`)}
            value={value}
            off={off}
            faultId={fault?.field === key ? faultId : undefined}
            onTake={(next) => take(key, next)}
            onGiveUp={() => setFault(null)}
          />
        ))}
      </div>
      {fault !== null && (
        <p id={faultId} role="alert" className="err an-fault">
          {fault.says}
        </p>
      )}
    </>
  );
}
