import { useTranslation } from "react-i18next";
import { NumberField, Select, TextField } from "~/ui/field";
import { isCounted, type PriceDraft, unitsOf } from "./model";

const USUAL = { task: 1, object: 1, second: 10, character: 100, page: 1 } as const;

/** What a price is for: the unit, how many of it, and what one is, in words that workers read. */
export function UnitFields({
  draft,
  modality,
  undefined: lacks,
  onChange,
}: {
  draft: PriceDraft;
  modality: string;
  /** Whether the words have to be said before going on. */
  undefined: boolean;
  onChange: (next: PriceDraft) => void;
}) {
  const { t } = useTranslation("projects");
  const { unit } = draft;
  const count = (value: number) => (Number.isNaN(value) ? 1 : Math.max(1, Math.round(value)));
  return (
    <div className="col g16">
      <div className="form-pair">
        <Select
          label={t("prices.unit")}
          options={unitsOf(modality).map((id) => ({
            id,
            name: t(`prices.units.${id}`),
            detail: t(isCounted(modality, id) ? "prices.counted" : `prices.known.${id as "task"}`),
          }))}
          value={unit}
          onChange={(key) => {
            const next = unitsOf(modality).find((one) => one === key);
            if (next === undefined || next === unit) return;
            onChange({
              ...draft,
              unit: next,
              per: USUAL[next],
              definition: next === "task" ? t(`prices.defined.${modality as "picture"}`) : "",
            });
          }}
        />
        {unit !== "task" && (
          <NumberField
            label={t("prices.per")}
            minValue={1}
            maxValue={1_000_000}
            value={draft.per}
            onChange={(per) => onChange({ ...draft, per: count(per) })}
            suffix={<span className="t3">{t(`prices.short.${unit}`)}</span>}
          />
        )}
      </div>
      <TextField
        label={t("prices.definition")}
        hint={t(unit === "task" ? "prices.definition_hint" : `prices.definition_eg.${unit}`)}
        maxLength={500}
        value={draft.definition}
        onChange={(definition) => onChange({ ...draft, definition })}
        error={lacks ? t("prices.definition_fault") : undefined}
      />
      {isCounted(modality, unit) && (
        <NumberField
          label={t("prices.most")}
          hint={t("prices.most_hint")}
          minValue={1}
          maxValue={1_000_000}
          value={draft.most}
          onChange={(most) => onChange({ ...draft, most: count(most) })}
          suffix={<span className="t3">{t(`prices.short.${unit as "object"}`)}</span>}
        />
      )}
    </div>
  );
}
