import { useTranslation } from "react-i18next";
import { NumberField, TextField } from "~/ui/field";
import { type KindProps, useBuilding, useLabel } from "../building";
import { Per } from "../parts/per";
import { Switches } from "../parts/switches";

/** A scale, with a word at each end. */
export function RatingForm({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { faults } = useBuilding();
  const { settle } = useLabel(label);
  const { min, max, step } = label.settings;
  const shown = { min: min ?? 1, max: max ?? 5, step: step ?? 1 };
  return (
    <>
      <div className="three-fields">
        {(["min", "max", "step"] as const).map((name) => (
          <NumberField
            key={name}
            label={t(`labels.scale.${name}`)}
            minValue={name === "step" ? 0.001 : -1000}
            maxValue={1000}
            value={shown[name]}
            onChange={(next) => !Number.isNaN(next) && settle({ [name]: next })}
            error={
              name === "max" && faults.get(label.key) === "range"
                ? t("labels.fault.scale")
                : undefined
            }
          />
        ))}
      </div>
      <div className="form-pair">
        {(["low_ko", "low_en", "high_ko", "high_en"] as const).map((name) => (
          <TextField
            key={name}
            label={t(`labels.setting.${name}`)}
            value={label.settings[name] ?? ""}
            onChange={(text) => settle({ [name]: text || null })}
            maxLength={200}
          />
        ))}
      </div>
      <Switches label={label} names={["required"]} />
      <Per label={label} />
    </>
  );
}
