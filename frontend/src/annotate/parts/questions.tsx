import { useId } from "react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../core/choices";
import { newId, type Rating, type RatingLabel, type Writing, type WritingLabel } from "../core/doc";
import type { Editor } from "../image/acts";
import { useEditor } from "../use";
import { finishOf } from "./finish";
import { Said } from "./said";

/** Questions about the picture that are answered in words or with a number. */
export function Questions({ editor }: { editor: Editor }) {
  return editor.schema.labels.map((label) =>
    label.kind === "rating" || label.kind === "writing" ? (
      <Question key={label.name} editor={editor} label={label} />
    ) : null,
  );
}

type QuestionProps = { editor: Editor; label: RatingLabel | WritingLabel };

export function Question({ editor, label }: QuestionProps) {
  return label.kind === "rating" ? (
    <Rate editor={editor} label={label} />
  ) : (
    <Write editor={editor} label={label} />
  );
}

function Rate({ editor, label }: { editor: Editor; label: RatingLabel }) {
  const { t, i18n } = useTranslation("annotate");
  const id = useId();
  const answer = useEditor(editor, (state) => state.answer);
  const off = useEditor(editor, (state) => state.readOnly);
  const suggested = useEditor(editor, (state) => state.suggested);
  const given = answer.annotations.find(
    (one): one is Rating => one.kind === "rating" && one.name === label.name,
  );
  const { min = 1, max = 5, step = 1 } = label;
  const values = Array.from({ length: Math.floor((max - min) / step + 1e-6) + 1 }, (_, n) =>
    Number((min + n * step).toFixed(6)),
  );
  const low = nameOf({ ko: label.low_ko, en: label.low_en, id: "" }, i18n.language);
  const high = nameOf({ ko: label.high_ko, en: label.high_en, id: "" }, i18n.language);
  const missing = label.required !== false && given === undefined;
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="row between an-head">
        {nameOf(label, i18n.language)}
        {missing && <span className="an-light c-warn">{t("answer_required")}</span>}
      </h3>
      <div className="an-opts">
        {values.map((value) => (
          <button
            key={value}
            type="button"
            className="chip"
            aria-pressed={given?.value === value}
            disabled={off}
            onClick={() => {
              const own = given?.id ?? newId();
              const one = { kind: "rating" as const, id: own, name: label.name, value };
              editor.answerTo(own, given?.value === value ? null : one);
            }}
          >
            {value}
          </button>
        ))}
      </div>
      <Said editor={editor} id={given?.id} />
      {(low !== "" || high !== "") && (
        <p className="row between t3 label">
          <span>{low}</span>
          <span>{high}</span>
        </p>
      )}
      {suggested?.beside(label.name, null)}
    </section>
  );
}

function Write({ editor, label }: { editor: Editor; label: WritingLabel }) {
  const { t, i18n } = useTranslation("annotate");
  const id = useId();
  const answer = useEditor(editor, (state) => state.answer);
  const off = useEditor(editor, (state) => state.readOnly);
  const suggested = useEditor(editor, (state) => state.suggested);
  const given = answer.annotations.filter(
    (one): one is Writing => one.kind === "writing" && one.name === label.name,
  );
  const missing = label.required !== false && given.length === 0;
  const { min_length: least = 0, max_length: most = 10_000 } = label;
  // Where several are asked for there is always one more to write.
  const fields: (Writing | null)[] =
    given.length === 0 || (label.several === true && !off) ? [...given, null] : given;
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="row between an-head">
        {nameOf(label, i18n.language)}
        {missing && <span className="an-light c-warn">{t("answer_required")}</span>}
      </h3>
      {fields.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the field stays while the first letter makes one
        <div key={at} className="an-write">
          <textarea
            className="in"
            rows={3}
            lang={label.language ?? undefined}
            aria-labelledby={id}
            disabled={off}
            value={one?.text ?? ""}
            // The keys of the page are the page's again.
            onKeyDown={(event) => finishOf(event) !== null && event.currentTarget.blur()}
            onChange={(event) => {
              const own = one?.id ?? newId();
              const text = event.target.value;
              const next = { ...one, kind: "writing" as const, id: own, name: label.name, text };
              editor.answerTo(own, text === "" ? null : next);
            }}
          />
          <Said editor={editor} id={one?.id} />
          <p className="t3 label">
            {t(least > 0 ? "written_between" : "written_most", {
              n: [...(one?.text ?? "")].length,
              least,
              most,
            })}
          </p>
        </div>
      ))}
      {suggested?.beside(label.name, null)}
    </section>
  );
}
