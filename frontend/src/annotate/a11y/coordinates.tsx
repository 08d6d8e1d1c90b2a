import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { find, isMark, type Mark, type Rect } from "../core/doc";
import { shapeOf } from "../core/shapes";
import type { Editor } from "../image/acts";
import { ordinals, useClassName } from "../names";
import { useEditor } from "../use";

const FIELDS = ["x", "y", "width", "height"] as const;
type Field = (typeof FIELDS)[number];
const LETTER: Record<Field, string> = { x: "x", y: "y", width: "w", height: "h" };

const written = (value: number): string => String(Math.round(value * 100) / 100);

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
    </section>
  );
}

function Fields({ editor, mark, off }: { editor: Editor; mark: Mark; off: boolean }) {
  const { t } = useTranslation("annotate");
  const bounds = shapeOf(mark).bounds(mark);
  const [typing, setTyping] = useState<{ field: Field; text: string } | null>(null);
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
  const finish = () => {
    if (typing === null) return;
    const text = typing.text.trim().replace(",", ".");
    if (take(typing.field, text === "" ? Number.NaN : Number(text))) setTyping(null);
  };
  const keys = (field: Field) => (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") finish();
    else if (event.key === "Escape") {
      setTyping(null);
      setFault(null);
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      const by = (event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 10 : 1);
      const from = typing?.field === field ? Number(typing.text) : bounds[field];
      if (take(field, from + by)) setTyping(null);
    }
  };
  return (
    <>
      <div className="an-coord" data-wide={FIELDS.some((field) => bounds[field] % 1 !== 0)}>
        {FIELDS.map((field) => (
          <label key={field} className={`in ${fault?.field === field ? "bad" : ""}`}>
            <span aria-hidden="true">{LETTER[field]}</span>
            <input
              className="bare"
              inputMode="decimal"
              autoComplete="off"
              aria-label={t(`coord.${field}`)}
              aria-invalid={fault?.field === field}
              aria-describedby={fault?.field === field ? "an-coord-fault" : undefined}
              disabled={off}
              value={typing?.field === field ? typing.text : written(bounds[field])}
              onFocus={(event) => event.target.select()}
              onChange={(event) => setTyping({ field, text: event.target.value })}
              onBlur={finish}
              onKeyDown={keys(field)}
            />
          </label>
        ))}
      </div>
      {fault !== null && (
        <p id="an-coord-fault" role="alert" className="err an-fault">
          {fault.says}
        </p>
      )}
    </>
  );
}
