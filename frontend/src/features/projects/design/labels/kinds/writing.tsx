import { useTranslation } from "react-i18next";
import { NumberField, Select } from "~/ui/field";
import { type KindProps, useBuilding, useLabel } from "../building";
import { titleOf } from "../model";
import { Language } from "../parts/languages";
import { Per } from "../parts/per";
import { Switches } from "../parts/switches";
import { namesOf } from "../schema";

/** What is written freely: in which language, how long, and on what evidence. */
export function WritingForm({ label }: KindProps) {
  const { t, i18n } = useTranslation("projects");
  const { draft, faults } = useBuilding();
  const { settle } = useLabel(label);
  const { language, evidence, min_length, max_length } = label.settings;
  const names = namesOf(draft);
  const spans = draft.labels.filter((one) => one.kind === "span");
  return (
    <>
      <div className="three-fields">
        <NumberField
          label={t("labels.setting.min_length")}
          minValue={0}
          maxValue={10_000}
          value={min_length ?? 0}
          onChange={(next) => settle({ min_length: next || undefined })}
          error={faults.get(label.key) === "lengths" ? t("labels.fault.lengths") : undefined}
        />
        <NumberField
          label={t("labels.setting.max_length")}
          minValue={1}
          maxValue={10_000}
          value={max_length ?? 10_000}
          onChange={(next) => settle({ max_length: next || undefined })}
        />
        <Language value={language ?? null} onChange={(next) => settle({ language: next })} />
      </div>
      {spans.length > 0 && (
        <div className="short-field">
          <Select
            label={t("labels.setting.evidence")}
            hint={t("labels.evidence_hint")}
            options={[
              { id: "none", name: t("labels.evidence_none") },
              ...spans.map((one) => ({
                id: one.key,
                name: titleOf(one, i18n.language) || (names.get(one.key) ?? ""),
              })),
            ]}
            value={evidence ?? "none"}
            onChange={(next) => settle({ evidence: next === "none" ? null : String(next) })}
          />
        </div>
      )}
      <Switches label={label} names={["several", "required"]} />
      <Per label={label} />
    </>
  );
}
