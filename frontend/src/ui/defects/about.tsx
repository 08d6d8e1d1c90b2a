import { useTranslation } from "react-i18next";

type Found = {
  item: string | null;
  label: string | null;
  class: string | null;
  version: string;
};

/** What a finding is about, in a line: the item or the class, and the version. */
export function useAbout(): (found: Found) => string {
  const { t } = useTranslation("defects");
  return ({ item, label, class: name, version }) => {
    const of = name === null ? null : t("class_of", { name, label: label ?? "" });
    return [item, of, t("in_version", { version })].filter(Boolean).join(" · ");
  };
}
