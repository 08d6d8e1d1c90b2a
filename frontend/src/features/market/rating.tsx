import { Link } from "@tanstack/react-router";
import { Star } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { MarketRow } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { CRITERIA, Criteria } from "~/ui/fair/criteria";
import { Icon } from "~/ui/icons";

/** What people who have worked there think of the project, in one figure; nothing while too few
 * have said anything. */
export function Rating({ row }: { row: MarketRow }) {
  const { t } = useTranslation("fair");
  const { number } = useFormat();
  const { rating } = row;
  if (rating === null) return null;
  const mean = CRITERIA.reduce((sum, id) => sum + rating[id], 0) / CRITERIA.length;
  return (
    <span className="market-rating label t2">
      <Icon of={Star} size={14} />
      {t("card.rating", { mark: number(Math.round(mean * 10) / 10), n: number(rating.people) })}
    </span>
  );
}

/** The same by its four criteria, and the way to how the project treats people. */
export function Rated({ row }: { row: MarketRow }) {
  const { t } = useTranslation("fair");
  return (
    <section className="sec col g12">
      <h2 className="title">{t("page.ratings")}</h2>
      {row.rating !== null && <Criteria ratings={row.rating} />}
      <Link
        to="/fair/$projectId"
        params={{ projectId: String(row.project_id) }}
        className="link self-start"
      >
        {t("card.link")}
      </Link>
    </section>
  );
}
