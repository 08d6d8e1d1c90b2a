import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { land } from "../../a11y/land";
import { onStep } from "../../core/attributes";
import { rating } from "../../core/checks/rating";
import type { Rating, RatingLabel } from "../doc";
import type { TextEditor } from "../editor";
import { newId } from "../ids";
import { Ask } from "../parts/ask";
import { givenTo, type Question } from "../questions";
import { useText } from "../use";
import type { AskProps, TextType } from "./type";

/** Beyond so many steps a slider is shorter than a row of buttons. */
const ROW = 11;

const scaleOf = ({ min = 1, max = 5, step = 1 }: RatingLabel) => ({
  min,
  max,
  step,
  steps: Math.floor((max - min) / step + 1e-6) + 1,
});
const round = (value: number): number => Math.round(value * 1e6) / 1e6;

export function isOnScale(label: RatingLabel, value: number): boolean {
  const { min, max, step } = scaleOf(label);
  return value >= min && value <= max && onStep(value, min, step);
}

const ratingOf = (editor: TextEditor, question: Question): Rating | undefined =>
  givenTo(editor.get().answer, question)[0] as Rating | undefined;

function rate(editor: TextEditor, question: Question, value: number | null): boolean {
  if (editor.get().readOnly) return false;
  const before = ratingOf(editor, question);
  const { name } = question.label;
  editor.give(
    question,
    value === null
      ? []
      : [{ kind: "rating", id: before?.id ?? newId(), name, value, part: question.part }],
    `rate ${question.key}`,
  );
  return true;
}

function AskRating({ editor, question }: AskProps) {
  const { t, i18n } = useTranslation("annotate-text");
  const label = question.label as RatingLabel;
  const value = useText(editor, () => ratingOf(editor, question)?.value ?? null);
  const off = useText(editor, (state) => state.readOnly);
  const { min, max, step, steps } = scaleOf(label);
  const english = i18n.language === "en";
  const low = english ? (label.low_en ?? label.low_ko) : (label.low_ko ?? label.low_en);
  const high = english ? (label.high_en ?? label.high_ko) : (label.high_ko ?? label.high_en);
  const values = Array.from({ length: Math.min(steps, ROW) }, (_, n) => round(min + n * step));
  const keys = (event: KeyboardEvent) => {
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (way === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = value === null ? (way > 0 ? min : max) : round(value + way * step);
    if (!isOnScale(label, next)) return;
    rate(editor, question, next);
    land(event.currentTarget, '[role="radio"][aria-checked="true"]');
  };
  return (
    <Ask editor={editor} question={question} hint={t("scale", { min, max })}>
      {steps <= ROW ? (
        <div
          role="radiogroup"
          aria-label={t("scale", { min, max })}
          className="tx-scale"
          onKeyDown={keys}
        >
          {values.map((one, at) => (
            // biome-ignore lint/a11y/useSemanticElements: the row is one control
            <button
              key={one}
              type="button"
              role="radio"
              aria-checked={value === one}
              tabIndex={value === one || (value === null && at === 0) ? 0 : -1}
              disabled={off}
              onClick={() => {
                const first = value === null;
                rate(editor, question, value === one ? null : one);
                if (first) editor.goOn();
              }}
            >
              {one}
            </button>
          ))}
        </div>
      ) : (
        <div className="row g8">
          <input
            type="range"
            className="grow tx-range"
            aria-label={t("scale", { min, max })}
            min={min}
            max={max}
            step={step}
            disabled={off}
            data-none={value === null}
            value={value ?? (min + max) / 2}
            onChange={(event) => rate(editor, question, round(Number(event.target.value)))}
          />
          <output className="strong tx-value">{value ?? "–"}</output>
        </div>
      )}
      {(low || high) && (
        <p className="row between t3 label">
          <span>{low}</span>
          <span>{high}</span>
        </p>
      )}
    </Ask>
  );
}

/** How much of something a text, or each part of it, has: a value on a scale. */
export const ratingType: TextType<RatingLabel, Rating> = {
  kind: "rating",
  place: "panel",
  check: rating,
  says: (label, { value }) => `${value} / ${label.max ?? 5}`,
  press(editor, question, digit) {
    const label = question.label as RatingLabel;
    if (!isOnScale(label, digit)) return false;
    const first = ratingOf(editor, question) === undefined;
    rate(editor, question, digit);
    if (first) editor.goOn();
    return true;
  },
  Ask: AskRating,
};
