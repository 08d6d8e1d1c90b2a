import { Gift } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { useBonusSays } from "~/ui/bonuses/says";
import { Icon } from "~/ui/icons";

type MarketRow = Schema<"MarketRow">;

/** What a stage promises beside its price, before anybody claims. */
export function Bonuses({ row }: { row: MarketRow }) {
  const { t } = useTranslation("bonuses");
  const { number } = useFormat();
  const says = useBonusSays();
  return (
    <section className="sec">
      <h2 className="title">{t("title")}</h2>
      <ul className="col g8 mt-2">
        {row.bonuses.map((bonus) => (
          <li key={`${bonus.kind}.${bonus.amount}.${bonus.pieces}.${bonus.until}`}>
            <b>{says(bonus)}</b>{" "}
            <span className="label t3">{t("left", { n: number(bonus.left) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The greatest of them, in a row of the catalogue. */
export function BonusMark({ row }: { row: MarketRow }) {
  const { t } = useTranslation("bonuses");
  const { number } = useFormat();
  const most = Math.max(...row.bonuses.map((bonus) => bonus.amount));
  return (
    <span className="label acc row g4">
      <Icon of={Gift} size={14} />
      {t("mark", { won: number(most) })}
    </span>
  );
}
