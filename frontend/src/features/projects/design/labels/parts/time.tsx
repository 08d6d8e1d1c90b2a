import { useTranslation } from "react-i18next";
import { NumberField } from "~/ui/field";
import { useBuilding } from "../building";

const MS = 1000;
const LONGEST = 86_400; // seconds of a day, or frames: more is a slip

/** A length of time: seconds here and milliseconds in the schema; of videos, whole frames. */
export function TimeField({
  name,
  value,
  onChange,
}: {
  name: "step" | "least" | "tolerance";
  /** In the schema's units; null where nothing is settled. */
  value: number | null;
  onChange: (value: number | null) => void;
}) {
  const { t } = useTranslation("projects");
  const frames = useBuilding().draft.modality === "video";
  const unit = frames ? 1 : MS;
  return (
    <NumberField
      label={t(`labels.time.${name}`)}
      hint={t(`labels.time_hint.${name}`)}
      minValue={frames ? 1 : 0.001}
      maxValue={LONGEST}
      step={frames ? 1 : 0.001}
      value={value === null ? Number.NaN : value / unit}
      onChange={(next) => onChange(Number.isNaN(next) ? null : Math.round(next * unit))}
      formatOptions={{ maximumFractionDigits: frames ? 0 : 3, useGrouping: false }}
      suffix={
        <span className="t3 nowrap">{t(frames ? "labels.unit.frames" : "labels.unit.s")}</span>
      }
    />
  );
}
