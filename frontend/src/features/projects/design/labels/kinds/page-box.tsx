import { useTranslation } from "react-i18next";
import { Select } from "~/ui/field";
import { type KindProps, useLabel } from "../building";
import { Attributes } from "../parts/attributes";
import { Classes } from "../parts/classes";
import { Counts } from "../parts/counts";

const TEXTS = ["none", "optional", "required"] as const;

/** Boxes on pages, and whether what stands in them is written down. */
export function PageBoxForm({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { settle } = useLabel(label);
  return (
    <>
      <Classes label={label} />
      <Counts label={label} />
      <div className="short-field">
        <Select
          label={t("labels.setting.text")}
          options={TEXTS.map((id) => ({ id, name: t(`labels.box_text.${id}`) }))}
          value={label.settings.text ?? "none"}
          onChange={(text) => settle({ text: text as (typeof TEXTS)[number] })}
        />
      </div>
      <Attributes label={label} />
    </>
  );
}
