import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import type { Split } from "./model";

/** How a stage cuts its items, in a sentence. */
export function useSplitWords(): (split: unknown) => string {
  const { t } = useTranslation("pipeline");
  const { number } = useFormat();
  return (given) => {
    const split = given as Split | null;
    if (split === null || split === undefined) return t("split.said.whole");
    switch (split.by) {
      case "page":
        return t("split.said.page", { n: number(split.pages) });
      case "tile":
        return t("split.said.tile", { n: number(split.size) });
      case "object":
        return t("split.said.object", { label: split.label });
      case "window":
      case "silence":
        return t(`split.said.${split.by}`);
      default:
        return t(`split.said.${split.by}`, { n: number(split.count) });
    }
  };
}
