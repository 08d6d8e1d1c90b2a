import { useTranslation } from "react-i18next";

const KINDS = [
  "announce",
  "data_copy",
  "forget_workbook",
  "import",
  "mail",
  "open_items",
  "release",
  "tidy",
  "tiles",
  "wind_down_item",
  "wind_down_stage",
  "workbook",
] as const;
type Kind = (typeof KINDS)[number];
const isKind = (kind: string): kind is Kind => (KINDS as readonly string[]).includes(kind);

/** What background work is called; its own name where we have no word for it. */
export function useChoreName(): (kind: string) => string {
  const { t } = useTranslation("admin");
  return (kind) => (isKind(kind) ? t(`chores.kinds.${kind}`) : kind);
}
