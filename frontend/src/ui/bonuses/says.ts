import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";

type Bonus = Pick<Schema<"BonusOut">, "kind" | "amount" | "pieces" | "share" | "until">;

/** A bonus as a sentence: what it asks, and what it pays. */
export function useBonusSays(): (bonus: Bonus) => string {
  const { t } = useTranslation("bonuses");
  const { number, percent, day } = useFormat();
  return ({ kind, amount, pieces, share, until }) => {
    const said = t(`says.${kind}`, {
      won: number(amount),
      pieces: number(pieces),
      share: percent(share ?? 0),
      day: until === null ? "" : day(until),
    });
    const ends = until !== null && kind !== "deadline" ? t("until", { day: day(until) }) : null;
    return ends === null ? said : `${said} · ${ends}`;
  };
}
