import { useTranslation } from "react-i18next";

/** What background work is called; its own name where we have no word for it. */
export function useChoreName(): (kind: string) => string {
  const { t, i18n } = useTranslation("admin");
  return (kind) =>
    i18n.exists(`chores.kinds.${kind}`, { ns: "admin" })
      ? t(`chores.kinds.${kind}` as "chores.kinds.mail")
      : kind;
}
