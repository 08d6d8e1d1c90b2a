import { useTranslation } from "react-i18next";
import type { MarketRow } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { WageBar } from "~/ui/money";

/** By how much hourly pay is above (+) or below (−) the minimum wage, in percent. */
export function Above({ row }: { row: MarketRow }) {
  const { percent } = useFormat();
  if (row.hourly === null) return null;
  const share = Math.round((row.hourly / row.minimum_wage - 1) * 100) / 100;
  const mark = share < 0 ? "−" : "+";
  return (
    <span className={share < 0 ? "c-warn" : "t3"}>
      {mark}
      {percent(Math.abs(share))}
    </span>
  );
}

/** The bar beside it, with the tick at the minimum wage. */
export function Bar({ row }: { row: MarketRow }) {
  const { t } = useTranslation("market");
  const { number } = useFormat();
  if (row.hourly === null) return null;
  return (
    <WageBar
      hourly={row.hourly}
      minimum={row.minimum_wage}
      label={t("wage_says", { won: number(row.hourly), minimum: number(row.minimum_wage) })}
    />
  );
}
