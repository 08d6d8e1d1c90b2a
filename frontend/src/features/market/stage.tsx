import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "~/api/session";
import { type MarketRow, offerQuery } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { BackLink } from "~/ui/back-link";
import { LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Money } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import { Price, useUnit } from "~/ui/price";
import { Bonuses } from "./bonuses";
import { Guideline } from "./guideline";
import { Rated } from "./rating";
import { Face, useAbout } from "./rows";
import { Above, Bar } from "./wage";
import { Way } from "./way";
import "./market.css";

const Ladder = lazy(async () => ({ default: (await import("./ladder")).Ladder }));

/** One stage before one begins: what it pays, how long it takes, what is needed, the guideline. */
export function Stage() {
  const { t } = useTranslation("market");
  const { stageId } = useParams({ strict: false }) as { stageId: string };
  const offer = useQuery(offerQuery(Number(stageId)));
  const row = offer.data?.find((one) => one.level === 0) ?? offer.data?.[0];
  return (
    <div className="stage-page">
      <BackLink to="/work">{t("back")}</BackLink>
      <Fault error={offer.error} retry={() => offer.refetch()} />
      {offer.isPending && <Skeleton lines={6} />}
      {offer.isSuccess && row === undefined && (
        <>
          <PageTitle name={t("gone")}>{t("gone")}</PageTitle>
          <Empty icon={SearchX} title={t("gone")}>
            <p>{t("gone_hint")}</p>
            <LinkButton to="/work">{t("clear")}</LinkButton>
          </Empty>
        </>
      )}
      {row !== undefined && <Whole row={row} />}
    </div>
  );
}

function Whole({ row }: { row: MarketRow }) {
  const { t } = useTranslation("market");
  const about = useAbout();
  const me = useMe();
  const called = me.projects.find((project) => project.id === row.project_id)?.pseudonym;
  return (
    <div className="two">
      <div>
        <div className="row">
          <div className="grow">
            <p className="label t3">
              {row.organisation} · {about(row)}
            </p>
            <PageTitle name={row.project}>{row.project}</PageTitle>
          </div>
          <Face row={row} large />
        </div>
        {row.goal !== "" && <p className="t2">{row.goal}</p>}
        <Facts row={row} />
        <Rated row={row} />
        {row.bonuses.length > 0 && <Bonuses row={row} />}
        <section className="sec desk-only">
          <Guideline row={row} />
        </section>
      </div>
      <aside>
        <Way row={row} />
        {row.member && (
          <Suspense>
            <Ladder projectId={row.project_id} stageId={row.stage_id} />
          </Suspense>
        )}
        {called !== undefined && (
          <p className="label t3 mt-4">
            {t("as")} <b>{called}</b>
          </p>
        )}
        <section className="sec phone-only">
          <Guideline row={row} />
        </section>
      </aside>
    </div>
  );
}

function Facts({ row }: { row: MarketRow }) {
  const { t } = useTranslation("market");
  const { number, span } = useFormat();
  const unit = useUnit();
  const thought = row.estimate_seconds;
  return (
    <section aria-label={t("facts")}>
      <dl className="stage-facts pnum">
        <div>
          <dt>{t("piece")}</dt>
          <dd>
            <Price of={row} />
          </dd>
        </div>
        <div>
          <dt>{t("median")}</dt>
          <dd>{row.median_seconds === null ? "–" : span(row.median_seconds)}</dd>
        </div>
        <div>
          <dt>{t("hourly")}</dt>
          <dd>{row.hourly === null ? "–" : <Money won={row.hourly} />}</dd>
        </div>
        <div>
          <dt>{t("left")}</dt>
          <dd>{t(row.waiting >= 1000 ? "left_many" : "left_n", { n: number(row.waiting) })}</dd>
        </div>
      </dl>
      <p className="t2 mt-4">
        {t("unit_is")} <b>{row.unit_is}</b>
        {row.most !== null && (
          <span className="label t3">
            {" "}
            {t("most", { most: t(`most_of.${row.unit as "object"}`, { n: number(row.most) }) })}
          </span>
        )}
      </p>
      <div className="col g8 mt-4">
        <Bar row={row} />
        <p className="label t3">
          {row.hourly === null ? (
            thought === null ? (
              t("wage_unknown")
            ) : (
              t("wage_thought", {
                unit: unit(row),
                span: span(thought),
                won: number(Math.floor((row.price * 3600) / thought)),
                minimum: number(row.minimum_wage),
              })
            )
          ) : (
            <>
              {t("minimum_long", { won: number(row.minimum_wage) })} <Above row={row} />
            </>
          )}
        </p>
      </div>
    </section>
  );
}
