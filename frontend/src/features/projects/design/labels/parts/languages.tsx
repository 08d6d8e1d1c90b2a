import { useTranslation } from "react-i18next";
import { Select } from "~/ui/field";

const LANGUAGES = ["ko", "en", "ja", "zh", "vi", "th", "id", "ru", "es", "fr", "de"] as const;

/** What something is written in: one of the usual languages, the schema's own, or any. */
export function Language({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  const { t, i18n } = useTranslation("projects");
  const called = new Intl.DisplayNames([i18n.language], { type: "language" });
  const own = value && !LANGUAGES.some((one) => one === value) ? [value] : [];
  return (
    <Select
      label={t("labels.setting.language")}
      options={[
        { id: "any", name: t("labels.language_any") },
        ...[...LANGUAGES, ...own].map((id) => ({ id, name: called.of(id) ?? id })),
      ]}
      value={value ?? "any"}
      onChange={(next) => onChange(next === "any" ? null : String(next))}
    />
  );
}
