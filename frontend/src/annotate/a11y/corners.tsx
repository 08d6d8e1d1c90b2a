import { Minus, Plus } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import type { Polygon } from "../core/doc";
import { cornerAt, polygon as shape } from "../core/shapes/polygon";
import type { Editor } from "../image/acts";
import { useEditor } from "../use";
import { NumberField } from "./number-field";

type Axis = "x" | "y";
const round = (value: number): number => Math.round(value * 100) / 100;

/** The corners of an outline one by one: which, where, one more, one less. The one that is chosen
 * stands out on the picture. */
export function Corners({ editor, mark, off }: { editor: Editor; mark: Polygon; off: boolean }) {
  const { t } = useTranslation("annotate");
  const faultId = useId();
  const corner = useEditor(editor, (state) => state.corner);
  const [fault, setFault] = useState<{ axis: Axis; says: string } | null>(null);
  const index = Math.min(corner?.id === mark.id ? corner.index : 0, mark.points.length - 1);
  const [x, y] = mark.points[index] ?? [0, 0];
  const n = index + 1;
  const { width, height } = editor.picture;

  const choose = (next: number) => {
    setFault(null);
    editor.patch({ corner: { id: mark.id, index: next } });
  };
  // Whoever leaves leaves no corner marked.
  useEffect(() => () => editor.patch({ corner: null }), [editor]);

  const take = (axis: Axis, value: number): boolean => {
    const at = axis === "x" ? ([value, y] as const) : ([x, value] as const);
    const faults = shape.faults(cornerAt(mark, index, at), editor.picture);
    const says = !Number.isFinite(value)
      ? t("coord_number")
      : faults.includes("past_edge")
        ? t("coord_edge", { width, height })
        : faults.length > 0
          ? t("coord_area")
          : null;
    setFault(says === null ? null : { axis, says });
    if (says !== null) return false;
    editor.setCorner(mark.id, index, at);
    choose(index);
    return true;
  };
  return (
    <>
      <div className="an-corners">
        <label className="in">
          <span aria-hidden="true">{t("corner")}</span>
          <select
            className="bare"
            aria-label={t("corner")}
            value={index}
            onFocus={() => choose(index)}
            onChange={(event) => choose(Number(event.target.value))}
          >
            {mark.points.map(([px, py], at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a corner is its number
              <option key={at} value={at}>
                {t("corner_of", { n: at + 1, x: round(px), y: round(py) })}
              </option>
            ))}
          </select>
        </label>
        {!off && (
          <>
            <button
              type="button"
              className="an-icon"
              aria-label={t("corner_add", { n })}
              title={t("corner_add", { n })}
              onClick={() => {
                editor.addCorner(mark.id, index);
                choose(index + 1);
              }}
            >
              <Icon of={Plus} size={16} />
            </button>
            <button
              type="button"
              className="an-icon"
              aria-label={t("corner_remove", { n })}
              title={t("corner_remove", { n })}
              aria-disabled={mark.points.length <= 3}
              onClick={() => {
                if (editor.removeCorner(mark.id, index)) choose(Math.max(0, index - 1));
              }}
            >
              <Icon of={Minus} size={16} />
            </button>
          </>
        )}
      </div>
      <div className="an-coord an-corner" data-wide="true">
        {(["x", "y"] as const).map((axis) => (
          <NumberField
            key={`${axis} ${index}`}
            letter={axis}
            label={t(`corner_${axis}`, { n })}
            value={axis === "x" ? x : y}
            off={off}
            faultId={fault?.axis === axis ? faultId : undefined}
            onTake={(value) => take(axis, value)}
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
