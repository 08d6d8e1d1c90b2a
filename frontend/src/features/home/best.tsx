import { useInfiniteQuery } from "@tanstack/react-query";
import { LayoutList } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type MarketRow, marketQuery } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Money } from "~/ui/money";
import { rowsOf } from "~/ui/page";
import { Price } from "~/ui/price";
import { NextBest } from "./next-best";

/** What is in hand first, then the best paid that one may do, then what one may join. */
export function bestOf(rows: readonly MarketRow[]): MarketRow | undefined {
  const work = rows.filter((row) => row.level === 0);
  const joins = (row: MarketRow) => row.needs.every(({ code }) => JOINS.has(code));
  return (
    work.find((row) => row.held > 0) ??
    work.find((row) => row.may) ??
    work.find((row) => !row.member && row.waiting > 0 && joins(row))
  );
}

/** The work of the home page. */
export const homeMarketQuery = marketQuery({ sort: "pay" });

const JOINS = new Set(["join", "sign_project", "sign_terms"]);

/** The next best work, with the page's one main button; `quiet` where a fault is told already. */
export function Best({ quiet = false }: { quiet?: boolean }) {
  const { t } = useTranslation("home");
  const market = useInfiniteQuery(homeMarketQuery);
  if (market.isError && quiet) return null;
  if (market.isError) return <Fault error={market.error} retry={() => market.refetch()} />;
  if (market.isPending)
    return (
      <section className="home-best plain">
        <Skeleton lines={4} />
      </section>
    );
  const best = bestOf(rowsOf(market));
  if (best === undefined)
    return (
      <section className="home-best plain">
        <Empty icon={LayoutList} title={t("no_best")}>
          <p>{t("no_best_hint")}</p>
          <LinkButton to="/work" look="primary">
            {t("to_market")}
          </LinkButton>
        </Empty>
      </section>
    );
  const some = rowsOf(market).some((row) => row.may || row.held > 0);
  return (
    <>
      {some && <NextBest />}
      <Offered row={best} main={!some} />
    </>
  );
}

/** `main`: whether it has the page's main button. */
function Offered({ row, main }: { row: MarketRow; main: boolean }) {
  const { t } = useTranslation("home");
  const { number, span } = useFormat();
  const path = { projectId: String(row.project_id), stageId: String(row.stage_id) };
  return (
    <section
      className={row.picture === null ? "home-best plain" : "home-best"}
      aria-labelledby="best"
    >
      {row.picture !== null && <img className="pic" src={row.picture} alt="" />}
      <div className="col g16">
        <div className="row top">
          <div className="grow">
            <p className="label t3">{row.held > 0 ? t("held") : t("best")}</p>
            <h2 className="title" id="best">
              {row.project}
            </h2>
            <p className="label t2">
              {row.held > 0 ? t("held_n", { n: row.held }) : row.member ? row.stage : t("joinable")}
            </p>
          </div>
          {row.picture !== null && <img className="thumb lg phone-only" src={row.picture} alt="" />}
        </div>
        <dl className="pnum">
          <div>
            <dt>{t("piece")}</dt>
            <dd>
              <Price of={row} />
            </dd>
          </div>
          {row.median_seconds !== null && (
            <div>
              <dt>{t("median")}</dt>
              <dd>{span(row.median_seconds)}</dd>
            </div>
          )}
          {row.hourly !== null && (
            <div>
              <dt>{t("hourly")}</dt>
              <dd>
                <Money won={row.hourly} />
              </dd>
            </div>
          )}
          <div>
            <dt>{t("left")}</dt>
            <dd>{t(row.waiting >= 1000 ? "left_many" : "left_n", { n: number(row.waiting) })}</dd>
          </div>
        </dl>
        {row.may || row.held > 0 ? (
          <LinkButton
            to="/do/$projectId/$stageId"
            params={path}
            look={main ? "primary" : "line"}
            main
            full
          >
            {row.held > 0 ? t("resume") : t("start")}
          </LinkButton>
        ) : (
          <LinkButton to="/work/stages/$projectId/$stageId" params={path} look="primary" main full>
            {t("look")}
          </LinkButton>
        )}
      </div>
    </section>
  );
}
