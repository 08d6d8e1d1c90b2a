import { useTranslation } from "react-i18next";
import { Select } from "~/ui/field";
import { type KindProps, useBuilding, useLabel } from "../building";
import { Roles } from "../parts/per";
import { MarkForm } from "./marks";

const OVERLAPS = ["any", "nested", "none"] as const;

/** Words of a text, or of a document's pages, that are marked. */
export function SpanForm({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { draft } = useBuilding();
  const { settle } = useLabel(label);
  return (
    <>
      <MarkForm label={label} />
      <div className="form-pair">
        <Select
          label={t("labels.setting.overlap")}
          options={OVERLAPS.map((id) => ({ id, name: t(`labels.overlap.${id}`) }))}
          value={label.settings.overlap ?? "any"}
          onChange={(overlap) => settle({ overlap: overlap as (typeof OVERLAPS)[number] })}
        />
        {draft.modality === "text" && <Roles label={label} />}
      </div>
    </>
  );
}
