import { Minus, Plus } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { nameOf } from "../core/choices";
import type { Mark, ShapeLabel } from "../core/doc";
import { type Sight, shapeOf } from "../core/shapes";
import type { Editor } from "../image/acts";
import { addCorner, removeCorner, seeCorner, setCorner } from "../image/corners";
import { useEditor } from "../use";
import { NumberField } from "./number-field";

type Axis = "x" | "y";
const round = (value: number): number => Math.round(value * 100) / 100;

const SIGHTS = [2, 1, 0] as const;

/** The corners of a shape one by one: which, where, one more, one less, whether it is seen. The one
 * that is chosen stands out on the picture. */
export function Corners({ editor, mark, off }: { editor: Editor; mark: Mark; off: boolean }) {
  const { t, i18n } = useTranslation("annotate");
  const shape = shapeOf(mark);
  const corners = shape.corners!;
  const label = editor.choiceOf(mark)?.label as ShapeLabel | undefined;
  const points = corners.points(mark);
  const faultId = useId();
  const corner = useEditor(editor, (state) => state.corner);
  const [fault, setFault] = useState<{ axis: Axis; says: string } | null>(null);
  const index = Math.min(corner?.id === mark.id ? corner.index : 0, points.length - 1);
  const [x, y] = points[index] ?? [0, 0];
  // Some points have names: those of a skeleton.
  const named = label !== undefined && "skeleton" in label ? label.skeleton.points : [];
  const nameAt = (at: number): string =>
    named[at] === undefined ? String(at + 1) : nameOf(named[at], i18n.language);
  const n = nameAt(index);
  const sight = corners.sight?.(mark, index);
  const { width, height } = editor.picture;

  const choose = (next: number) => {
    setFault(null);
    editor.patch({ corner: { id: mark.id, index: next } });
  };
  // Whoever leaves leaves no corner marked.
  useEffect(() => () => editor.patch({ corner: null }), [editor]);

  const take = (axis: Axis, value: number): boolean => {
    const at = axis === "x" ? ([value, y] as const) : ([x, value] as const);
    const next = corners.put(mark, index, at);
    const faults = label === undefined ? [] : shape.faults(next, editor.picture, label);
    const says = !Number.isFinite(value)
      ? t("coord_number")
      : faults.includes("past_edge")
        ? t("coord_edge", { width, height })
        : faults.length > 0
          ? t("coord_area")
          : null;
    setFault(says === null ? null : { axis, says });
    if (says !== null) return false;
    setCorner(editor, mark.id, index, at);
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
            {points.map(([px, py], at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a corner is its number
              <option key={at} value={at}>
                {corners.sight?.(mark, at) === 0
                  ? t("corner_absent", { n: nameAt(at) })
                  : t("corner_of", { n: nameAt(at), x: round(px), y: round(py) })}
              </option>
            ))}
          </select>
        </label>
        {sight !== undefined && (
          <label className="in">
            <span className="sr-only">{t("sight", { n })}</span>
            <select
              className="bare"
              disabled={off}
              value={sight}
              onChange={(event) => {
                seeCorner(editor, mark.id, index, Number(event.target.value) as Sight);
                choose(index);
              }}
            >
              {SIGHTS.map((one) => (
                <option key={one} value={one}>
                  {t(`sights.${one}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        {!off && corners.after !== undefined && (
          <>
            <button
              type="button"
              className="an-icon"
              aria-label={t("corner_add", { n })}
              title={t("corner_add", { n })}
              onClick={() => {
                addCorner(editor, mark.id, index);
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
              aria-disabled={corners.without?.(mark, index) === mark}
              onClick={() => {
                if (removeCorner(editor, mark.id, index)) choose(Math.max(0, index - 1));
              }}
            >
              <Icon of={Minus} size={16} />
            </button>
          </>
        )}
      </div>
      <div className="an-corner">
        {(["x", "y"] as const).map((axis) => (
          <NumberField
            key={`${axis} ${index}`}
            letter={axis}
            label={t(`corner_${axis}`, { n })}
            value={axis === "x" ? x : y}
            off={off || sight === 0}
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
