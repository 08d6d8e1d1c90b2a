import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Checkbox, NumberField, RadioGroup, Switch } from "~/ui/field";
import {
  type Draft,
  type Fault,
  fieldsOf,
  LIMITS,
  type Limit,
  PART_NAMES,
  type Part,
} from "./model";

type Props = {
  draft: Draft;
  faults: ReadonlyMap<string, Fault>;
  onChange: (next: Draft) => void;
};

/** Each part of a stage's quality: on or off, what it does, its figures. */
export function TrustingForm({ draft, faults, onChange }: Props) {
  const { t } = useTranslation("confidence");
  return (
    <div className="col g24">
      {PART_NAMES.map((part) => (
        <section key={part} className="cf-part" aria-label={t(`part.${part}`)}>
          <Switch
            isSelected={draft.on[part]}
            onChange={(on) => onChange({ ...draft, on: { ...draft.on, [part]: on } })}
          >
            <b>{t(`part.${part}`)}</b>
            <small className="hint block">{t(`does.${part}`)}</small>
          </Switch>
          {draft.on[part] && <Fields {...{ part, draft, faults, onChange }} />}
        </section>
      ))}
      <RadioGroup
        label={t("part.limit")}
        options={LIMITS.map((id) => ({
          id,
          name: id === "none" ? t("limit.none") : t("limit.of", { n: id }),
          ...(id === "none" ? { detail: t("limit.none_hint") } : {}),
        }))}
        value={draft.limit}
        onChange={(next) => onChange({ ...draft, limit: next as Limit })}
      />
      <p className="hint">{t("does.limit")}</p>
    </div>
  );
}

function Fields({ part, draft, faults, onChange }: Props & { part: Part }) {
  const { t } = useTranslation(["confidence", "common"]);
  const { number } = useFormat();
  const set = (name: string, n: number) =>
    onChange({
      ...draft,
      values: { ...draft.values, [part]: { ...draft.values[part], [name]: n } },
    });
  const words = t(`field.${part}`, { returnObjects: true }) as Record<string, string>;
  return (
    <div className="col g12">
      {part === "inspect" &&
        ([1, 2] as const).map((level) => (
          <Checkbox
            key={level}
            isSelected={draft.risk[level]}
            onChange={(on) => onChange({ ...draft, risk: { ...draft.risk, [level]: on } })}
          >
            {t("by_risk", { level: t(`common:level.${level}`) })}
          </Checkbox>
        ))}
      {part === "inspect" && faults.has("inspect.risk2") && (
        <p role="alert" className="err">
          {t("fault.first")}
        </p>
      )}
      <div className="form-pair">
        {fieldsOf(part).map(([name, { low, high, percent }]) => {
          const fault = faults.get(`${part}.${name}`);
          const unit = percent ? "%" : t(`unit.${part}` as "unit.overlap");
          return (
            <NumberField
              key={name}
              label={words[name] ?? name}
              minValue={low}
              maxValue={high}
              step={percent ? 0.01 : 1}
              value={draft.values[part][name] ?? Number.NaN}
              onChange={(n) => set(name, n)}
              suffix={<span className="t3">{unit}</span>}
              error={
                fault === undefined
                  ? undefined
                  : t(`fault.${fault}`, { low: number(low), high: number(high) })
              }
            />
          );
        })}
      </div>
      {part === "gold" && (
        <Checkbox isSelected={draft.tell} onChange={(tell) => onChange({ ...draft, tell })}>
          {t("tell")}
          <small className="hint block">{t("tell_hint")}</small>
        </Checkbox>
      )}
    </div>
  );
}
