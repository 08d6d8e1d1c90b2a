import { useTranslation } from "react-i18next";
import type { Side } from "../model/sides";

/** What an answer is called: its letter, or that it is what all come to. */
export function useSideName(): (side: Side) => string {
  const { t } = useTranslation("review");
  return ({ letter }) => letter ?? t("sides.proposal");
}
