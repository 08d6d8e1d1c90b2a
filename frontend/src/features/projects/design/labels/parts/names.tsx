import { useTranslation } from "react-i18next";
import { TextField } from "~/ui/field";
import { type KindProps, useBuilding, useLabel } from "../building";
import { FACTS } from "../kinds/facts";
import { namesOf } from "../schema";

/** What a question is called, and what its answers are stored under. */
export function Names({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { draft, faults } = useBuilding();
  const { set } = useLabel(label);
  const asks = FACTS[label.kind].place === "ask";
  const fault = faults.get(label.key);
  return (
    <div className="names">
      <TextField
        label={asks ? t("labels.question_ko") : t("labels.ko")}
        placeholder={t(`labels.eg.${label.kind}`)}
        value={label.ko}
        onChange={(ko) => set({ ko })}
        maxLength={200}
        error={fault === "question" ? t("labels.fault.question") : undefined}
      />
      <TextField
        label={asks ? t("labels.question_en") : t("labels.en")}
        value={label.en}
        onChange={(en) => set({ en })}
        maxLength={200}
      />
      <TextField
        label={t("labels.stored")}
        value={label.fixed ? label.id : label.id || (namesOf(draft).get(label.key) ?? "")}
        isReadOnly={label.fixed}
        onChange={(id) => set({ id })}
        maxLength={100}
        error={fault === "name_twice" ? t("labels.fault.name_twice") : undefined}
      />
    </div>
  );
}
