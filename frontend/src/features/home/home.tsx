import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { trustsQuery } from "~/api/trusted";
import { type Today, todayQuery } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { Fault, Skeleton } from "~/ui/fault";
import { Money } from "~/ui/money";
import { useNarrow } from "~/ui/narrow";
import { PageTitle, rowsOf } from "~/ui/page";
import { Best, bestOf, homeMarketQuery } from "./best";
import { Coming } from "./coming";
import { Learning } from "./learning";
import { News } from "./news";
import { Recent } from "./recent";
import { Waiting } from "./waiting";
import { Week } from "./week";
import "./home.css";

const Bulletins = lazy(() => import("./bulletins").then((part) => ({ default: part.Bulletins })));
const Trusted = lazy(() => import("./trusted").then((part) => ({ default: part.Trusted })));

/** What one earned today, what is best to do next, and what waits. */
export function Home() {
  const { t } = useTranslation("home");
  const { t: common } = useTranslation();
  const { number } = useFormat();
  const narrow = useNarrow(640);
  const client = useQueryClient();
  const today = useQuery(todayQuery);
  const market = useInfiniteQuery(homeMarketQuery);
  const trusts = rowsOf(useInfiniteQuery(trustsQuery));
  const sum = (today.data?.earned ?? 0) + (today.data?.pending ?? 0);
  return (
    <div className="two">
      <div>
        <section>
          <PageTitle name={common("nav.home")}>
            {today.data === undefined
              ? common("nav.home")
              : sum > 0
                ? t("title", { won: number(sum) })
                : t("zero")}
          </PageTitle>
          <Fault
            error={today.error}
            retry={() =>
              client.refetchQueries({
                type: "active",
                predicate: ({ state }) => state.status === "error",
              })
            }
          />
          {today.isPending && <Skeleton lines={1} />}
          {today.data !== undefined && sum > 0 && <Facts today={today.data} />}
        </section>
        <Suspense>
          <Bulletins />
        </Suspense>
        {narrow && <Waiting today={today.data} />}
        <Best quiet={today.isError} />
        <Coming />
        <Recent quiet={today.isError} />
      </div>
      <aside>
        {!narrow && <Waiting today={today.data} />}
        <Week />
        <Learning row={bestOf(rowsOf(market))} />
        {trusts.length > 0 && (
          <Suspense>
            <Trusted rows={trusts} />
          </Suspense>
        )}
        <News />
      </aside>
    </div>
  );
}

function Facts({ today }: { today: Today }) {
  const { t } = useTranslation("home");
  const { span } = useFormat();
  return (
    <dl className="home-facts pnum">
      <div>
        <dt>{t("earned")}</dt>
        <dd>
          <Money won={today.earned} />
        </dd>
      </div>
      <div>
        <dt>{t("pending")}</dt>
        <dd>
          <Money won={today.pending} />
        </dd>
      </div>
      <div>
        <dt>{t("worked")}</dt>
        <dd className="strong">{span(today.seconds)}</dd>
      </div>
      {today.hourly !== null && (
        <div className="desk-only">
          <dt>{t("hourly")}</dt>
          <dd>
            <Money won={today.hourly} />
          </dd>
        </div>
      )}
    </dl>
  );
}
