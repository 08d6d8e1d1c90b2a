import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { NumberField, Select } from "~/ui/field";
import { BOUNDS, type Bounded, type CourseDraft, neededToPass } from "./model";
import { type Course, questionsQuery } from "./queries";

const TIMES = [300, 600, 900, 1800, 2700, 3600, 5400, 7200, 10_800];
const WAITS = [0, 600, 3600, 21_600, 43_200, 86_400, 259_200, 604_800];
const TERMS = [0, 30, 90, 180, 365, 730];

export type FormProps = {
  draft: CourseDraft;
  faults: ReadonlySet<Bounded | "title">;
  set: (part: Partial<CourseDraft>) => void;
};

/** How a course is examined, and how long what it earns is good. */
export function Exam({ course, draft, faults, set }: FormProps & { course: Course }) {
  const { t } = useTranslation("courses");
  const { span } = useFormat();
  const questions = useQuery(questionsQuery(course.project_id, course.id)).data ?? [];
  const has = questions.filter((one) => one.use === "exam").length;
  const fault = (name: Bounded) =>
    faults.has(name)
      ? t("settings.whole", { low: BOUNDS[name][0], high: BOUNDS[name][1] })
      : undefined;
  const number = (name: Bounded, unit: string, hint?: string) => (
    <NumberField
      label={t(`settings.${name as "attempts"}`)}
      {...(hint === undefined ? {} : { hint })}
      value={draft[name]}
      minValue={BOUNDS[name][0]}
      maxValue={BOUNDS[name][1]}
      onChange={(value) => set({ [name]: value })}
      suffix={<span className="t3">{unit}</span>}
      error={fault(name)}
    />
  );
  const days = (n: number) => t("settings.days", { n });
  const long = (n: number) => (n % 86_400 === 0 ? days(n / 86_400) : span(n));
  return (
    <section className="col g16">
      <h2 className="title">{t("settings.exam")}</h2>
      <div className="form-pair">
        {number("drawn", t("settings.question"), t("settings.drawn_hint", { n: has }))}
        {draft.drawn > 0 && number("right", t("settings.point"), t("settings.right_hint"))}
        {draft.drawn > 0 &&
          number(
            "pass",
            "%",
            t("settings.pass_hint", {
              drawn: draft.drawn,
              need: neededToPass(draft.drawn, draft.pass),
            }),
          )}
        {draft.drawn > 0 && number("attempts", t("settings.times"))}
        {draft.drawn > 0 && (
          <>
            <Choice
              label={t("settings.wait")}
              from={WAITS}
              value={draft.wait}
              word={(n) => (n === 0 ? t("settings.no_wait") : long(n))}
              onChange={(wait) => set({ wait })}
            />
            <Choice
              label={t("settings.time")}
              from={TIMES}
              value={draft.time}
              word={long}
              onChange={(time) => set({ time })}
            />
          </>
        )}
        <Choice
          label={t("settings.valid")}
          from={TERMS}
          value={draft.valid}
          word={(n) => (n === 0 ? t("settings.forever") : days(n))}
          onChange={(valid) => set({ valid })}
        />
      </div>
    </section>
  );
}

/** One of some numbers, with the one that is set among them. */
function Choice({
  label,
  from,
  value,
  word,
  onChange,
}: {
  label: string;
  from: readonly number[];
  value: number;
  word: (n: number) => string;
  onChange: (n: number) => void;
}) {
  const all = from.includes(value) ? from : [...from, value].sort((a, b) => a - b);
  return (
    <Select
      label={label}
      options={all.map((n) => ({ id: String(n), name: word(n) }))}
      value={String(value)}
      onChange={(next) => next !== null && onChange(Number(next))}
    />
  );
}
