import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { find, isMark, type Mark, type Rect } from "../core/doc";
import { shapeOf } from "../core/shapes";
import type { Editor } from "../image/acts";
import { ordinals, useClassName } from "../names";
import { useEditor } from "../use";
import { Corners } from "./corners";
import { NumberField } from "./number-field";

const FIELDS = ["x", "y", "width", "height"] as const;
type Field = (typeof FIELDS)[number];
const LETTER: Record<Field, string> = { x: "x", y: "y", width: "w", height: "h" };

/** Place and size of the selected shape as numbers: the other way to drag. */
export function Coordinates({ editor }: { editor: Editor }) {
  const { t } = useTranslation("annotate");
  const className = useClassName();
  const selected = useEditor(editor, (state) => state.selected);
  const answer = useEditor(editor, (state) => state.answer);
  const off = useEditor(editor, (state) => state.readOnly);
  const [id] = selected;
  const one = id === undefined || selected.length > 1 ? undefined : find(answer, id);
  if (one === undefined || !isMark(one))
    return (
      <section aria-label={t("coordinates")}>
        <p className="t3 label">
          {selected.length > 1 ? t("many_selected", { n: selected.length }) : t("coordinates_none")}
        </p>
      </section>
    );
  const n = ordinals(answer).get(one.id) ?? 1;
  return (
    <section aria-label={t("coordinates")}>
      <h3 className="an-head">{t("object", { name: className(editor, one), n })}</h3>
      <Fields key={one.id} editor={editor} mark={one} off={off} />
      {one.kind === "polygon" && (
        <Corners key={`corners ${one.id}`} editor={editor} mark={one} off={off} />
      )}
    </section>
  );
}

function Fields({ editor, mark, off }: { editor: Editor; mark: Mark; off: boolean }) {
  const { t } = useTranslation("annotate");
  const bounds = shapeOf(mark).bounds(mark);
  const faultId = useId();
  const [fault, setFault] = useState<{ field: Field; says: string } | null>(null);
  const { width, height } = editor.picture;

  const wrong = (next: Rect): string | null => {
    if (Object.values(next).some((value) => !Number.isFinite(value))) return t("coord_number");
    if (next.width <= 0 || next.height <= 0) return t("coord_area");
    const faults = shapeOf(mark).faults(shapeOf(mark).stretch(mark, next), editor.picture);
    if (faults.includes("zero_area")) return t("coord_area");
    return faults.length > 0 ? t("coord_edge", { width, height }) : null;
  };
  const take = (field: Field, value: number): boolean => {
    const next = { ...bounds, [field]: value };
    const says = wrong(next);
    setFault(says === null ? null : { field, says });
    if (says !== null) return false;
    editor.setBounds(mark.id, next);
    return true;
  };
  return (
    <>
      <div className="an-coord" data-wide={FIELDS.some((field) => bounds[field] % 1 !== 0)}>
        {FIELDS.map((field) => (
          <NumberField
            key={field}
            letter={LETTER[field]}
            label={t(`coord.${field}`)}
            value={bounds[field]}
            off={off}
            faultId={fault?.field === field ? faultId : undefined}
            onTake={(value) => take(field, value)}
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
