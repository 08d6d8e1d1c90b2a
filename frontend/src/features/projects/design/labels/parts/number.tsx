import { useTranslation } from "react-i18next";
import { NumberField } from "~/ui/field";
import { type KindProps, useBuilding, useLabel } from "../building";
import type { FaultCode } from "../faults";
import type { Settings } from "../model";

type Numeric = {
  [Name in keyof Settings]-?: number extends NonNullable<Settings[Name]> ? Name : never;
}[keyof Settings];
export type Unit = "s" | "db" | "percent" | "px" | "mb" | "hz" | "pieces" | "none";

/** A limit of what is asked for: in the schema's own units, but shares in percent and bytes in MB. */
export function Limit({
  label,
  name,
  unit,
  value,
  least,
  most,
  step = 1,
  fault,
}: KindProps & {
  name: Numeric;
  unit: Unit;
  /** What holds where nothing is said, as on the server. */
  value: number;
  least: number;
  most: number;
  step?: number;
  /** The fault of the question that is said at this field. */
  fault?: FaultCode;
}) {
  const { t } = useTranslation("projects");
  const { faults } = useBuilding();
  const { settle } = useLabel(label);
  const of = unit === "percent" ? 0.01 : unit === "mb" ? 1 << 20 : 1;
  const kept = label.settings[name] as number | null | undefined;
  return (
    <NumberField
      label={t(`labels.taken.${name as "min_level"}`)}
      minValue={least}
      maxValue={most}
      step={step}
      value={(kept ?? value) / of}
      onChange={(next) =>
        settle({ [name]: Number.isNaN(next) ? undefined : Number((next * of).toPrecision(12)) })
      }
      formatOptions={{ maximumFractionDigits: 3, useGrouping: false }}
      suffix={
        unit === "none" ? undefined : (
          <span className="t3 nowrap">{t(`labels.taken_unit.${unit}`)}</span>
        )
      }
      error={
        fault !== undefined && faults.get(label.key) === fault
          ? t(`labels.fault.${fault as "takes"}`)
          : undefined
      }
    />
  );
}
