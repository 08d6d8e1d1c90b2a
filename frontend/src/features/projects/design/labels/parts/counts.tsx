import { useTranslation } from "react-i18next";
import { NumberField } from "~/ui/field";
import { type KindProps, useBuilding, useLabel } from "../building";
import { MOST } from "../model";

/** How many annotations of a question an answer may have. */
export function Counts({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { draft, faults } = useBuilding();
  const { settle } = useLabel(label);
  const { min, max } = label.settings;
  const unit = <span className="t3 nowrap">{t("labels.pieces")}</span>;
  return (
    <div className="range-fields">
      <NumberField
        label={t(`labels.min.${draft.modality}`)}
        minValue={0}
        maxValue={MOST}
        value={min ?? 0}
        onChange={(next) => settle({ min: Number.isNaN(next) ? 0 : next })}
        suffix={unit}
        error={faults.get(label.key) === "range" ? t("labels.fault.range") : undefined}
      />
      <NumberField
        label={t(`labels.max.${draft.modality}`)}
        hint={t("labels.max_hint")}
        minValue={1}
        maxValue={MOST}
        value={typeof max === "number" && max < MOST ? max : Number.NaN}
        onChange={(next) => settle({ max: Number.isNaN(next) ? undefined : next })}
        suffix={unit}
      />
    </div>
  );
}
