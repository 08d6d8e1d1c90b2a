import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { NumberField, RadioGroup, Select } from "~/ui/field";
import type { Inspect, PolicyDraft, PolicyFault } from "./model";

const TIMES = [600, 1800, 3600, 7200, 14_400, 86_400, 172_800, 259_200, 604_800, 1_209_600];

/** Who looks at what was handed in, how many people do each task, and how long they may take. */
export function PolicyForm({
  draft,
  faults,
  onChange,
}: {
  draft: PolicyDraft;
  faults: ReadonlySet<PolicyFault>;
  onChange: (next: PolicyDraft) => void;
}) {
  const { t } = useTranslation(["projects", "common"]);
  const set = (part: Partial<PolicyDraft>) => onChange({ ...draft, ...part });
  return (
    <div className="col g24">
      <Level
        level={1}
        how={draft.inspect1}
        rate={draft.rate1}
        bad={faults.has("rate1")}
        onChange={(inspect1, rate1) => set({ inspect1, rate1 })}
      />
      {draft.inspect1 !== "none" && (
        <Level
          level={2}
          how={draft.inspect2}
          rate={draft.rate2}
          bad={faults.has("rate2")}
          onChange={(inspect2, rate2) => set({ inspect2, rate2 })}
        />
      )}
      <div className="form-pair">
        <NumberField
          label={t("policy.overlap")}
          hint={t("policy.overlap_hint", { n: draft.overlap || 1 })}
          minValue={1}
          maxValue={100}
          value={draft.overlap}
          onChange={(overlap) => set({ overlap })}
          suffix={<span className="t3">{t("policy.persons")}</span>}
          error={faults.has("overlap") ? t("policy.fault.count") : undefined}
        />
        <NumberField
          label={t("policy.holds")}
          hint={t("policy.holds_hint")}
          minValue={1}
          maxValue={100}
          value={draft.holds}
          onChange={(holds) => set({ holds })}
          suffix={<span className="t3">{t("policy.tasks")}</span>}
          error={faults.has("holds") ? t("policy.fault.count") : undefined}
        />
      </div>
      <div className="form-pair">
        <Time
          label={t("policy.lease")}
          hint={t("policy.lease_hint")}
          value={draft.lease}
          onChange={(lease) => set({ lease })}
        />
        <Time
          label={t("policy.rework")}
          hint={t("policy.rework_hint")}
          value={draft.rework}
          onChange={(rework) => set({ rework })}
        />
        {draft.inspect1 !== "none" && (
          <>
            <Time
              label={t("policy.recheck")}
              hint={t("policy.recheck_hint")}
              value={draft.recheck}
              onChange={(recheck) => set({ recheck })}
            />
            <Time
              label={t("policy.silence")}
              hint={t("policy.silence_hint")}
              value={draft.silence}
              onChange={(silence) => set({ silence })}
            />
          </>
        )}
      </div>
    </div>
  );
}

function Level({
  level,
  how,
  rate,
  bad,
  onChange,
}: {
  level: 1 | 2;
  how: Inspect;
  rate: number;
  bad: boolean;
  onChange: (how: Inspect, rate: number) => void;
}) {
  const { t } = useTranslation(["projects", "common"]);
  const options = (["all", "risk", "sample", "none"] as const).map((id) => ({
    id,
    name: t(`policy.inspect.${id}`),
    detail: t(`policy.level${level}.${id}`),
  }));
  return (
    <div className="col g8">
      <RadioGroup
        label={t(`common:level.${level}`)}
        options={options}
        value={how}
        onChange={(next) => onChange(next as Inspect, rate)}
      />
      {how === "sample" && (
        <div className="short-field">
          <NumberField
            label={t("policy.rate", { level: t(`common:level.${level}`) })}
            minValue={0.1}
            maxValue={100}
            step={0.1}
            value={rate}
            onChange={(next) => onChange(how, next)}
            suffix={<span className="t3">%</span>}
            error={bad ? t("policy.fault.rate") : undefined}
          />
        </div>
      )}
    </div>
  );
}

function Time({
  label,
  hint,
  value,
  onChange,
}: {
  label: string;
  hint: string;
  value: number;
  onChange: (seconds: number) => void;
}) {
  const { t } = useTranslation(["projects", "common"]);
  const { span } = useFormat();
  const seconds = TIMES.includes(value) ? TIMES : [...TIMES, value].sort((a, b) => a - b);
  const word = (n: number) => (n % 86_400 === 0 ? t("policy.days", { n: n / 86_400 }) : span(n));
  return (
    <Select
      label={label}
      hint={hint}
      options={seconds.map((n) => ({ id: String(n), name: word(n) }))}
      value={String(value)}
      onChange={(next) => next !== null && onChange(Number(next))}
    />
  );
}
