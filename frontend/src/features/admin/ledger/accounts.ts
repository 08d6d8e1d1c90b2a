import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";

/** What an account stands for: a budget, a stage's reserve, what is owed to somebody. */
export function useAccountName(): (account: Schema<"AccountHead">) => string {
  const { t } = useTranslation("admin");
  return (account) => {
    const name = account.pseudonym ?? account.stage ?? null;
    const kind = t(`ledger.accounts.${account.kind}`);
    return name === null ? kind : `${kind} (${name})`;
  };
}
