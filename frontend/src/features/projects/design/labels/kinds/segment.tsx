import { useTranslation } from "react-i18next";
import { Select } from "~/ui/field";
import { type KindProps, useBuilding, useLabel } from "../building";
import { Attributes } from "../parts/attributes";
import { Classes } from "../parts/classes";
import { Counts } from "../parts/counts";
import { Lines } from "../parts/lines";
import { Channels } from "../parts/per";
import { Speakers } from "../parts/speakers";
import { Switches } from "../parts/switches";
import { TimeField } from "../parts/time";

const OVERLAPS = ["any", "speakers", "none"] as const;

/** Stretches of time: how they may lie, who speaks in them, and what is written of each. */
export function SegmentForm({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { draft, faults } = useBuilding();
  const { settle } = useLabel(label);
  const { overlap, step, least } = label.settings;
  // In measured values nobody speaks; what a schema has of speakers is shown all the same.
  const spoken = draft.modality !== "series" || label.speakers.length > 0;
  const overlaps = OVERLAPS.filter((id) => spoken || id !== "speakers" || overlap === id);
  return (
    <>
      <Classes label={label} />
      <Counts label={label} />
      <div className="three-fields timed">
        <Select
          label={t("labels.setting.overlap")}
          options={overlaps.map((id) => ({ id, name: t(`labels.overlap.${id}`) }))}
          value={overlap ?? "any"}
          onChange={(next) => settle({ overlap: next as (typeof OVERLAPS)[number] })}
          error={
            faults.get(label.key) === "no_speakers" ? t("labels.fault.no_speakers") : undefined
          }
        />
        <TimeField name="step" value={step ?? null} onChange={(next) => settle({ step: next })} />
        <TimeField
          name="least"
          value={least ?? null}
          onChange={(next) => settle({ least: next })}
        />
      </div>
      <Switches label={label} names={["cover"]} />
      <Channels label={label} />
      {spoken && <Speakers label={label} />}
      <Lines label={label} />
      <Attributes label={label} />
    </>
  );
}
