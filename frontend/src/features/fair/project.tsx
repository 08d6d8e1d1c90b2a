import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { isProblem } from "~/api/problem";
import { meQuery } from "~/api/session";
import { locale, speak } from "~/i18n";
import { useFormat } from "~/i18n/format";
import { Logo } from "~/shell/logo";
import { Button } from "~/ui/button";
import { Criteria } from "~/ui/fair/criteria";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { WageBar } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import { Rate } from "./rate";
import "./fair.css";

type Fair = Schema<"FairOut">;
const PROMISES = ["use", "ceiling", "appeal", "hearing"] as const;

/** How a project treats people, for anybody who has its link. Who has worked there rates it here. */
export function FairPage() {
  const { projectId } = useParams({ strict: false }) as { projectId: string };
  const { t } = useTranslation("fair");
  const { t: common } = useTranslation();
  const id = Number(projectId);
  const read = useQuery({
    queryKey: ["fair", id],
    retry: false,
    queryFn: () =>
      must(api.GET("/api/v1/fair/{project_id}", { params: { path: { project_id: id } } })),
  });
  const me = useQuery({ ...meQuery, retry: false });
  const unknown = isProblem(read.error) && [404, 422].includes(read.error.status);
  return (
    <div data-density="comfortable" className="door">
      <header className="row between">
        <Logo />
        <Button look="ghost" onPress={() => speak(locale() === "ko" ? "en" : "ko")}>
          {common("nav.language")}
        </Button>
      </header>
      <main id="content" className="col g24">
        {read.isPending && <Skeleton lines={8} />}
        {unknown && (
          <Empty icon={SearchX} title={t("page.unknown")} heads>
            <p>{t("page.unknown_hint")}</p>
          </Empty>
        )}
        {!unknown && <Fault error={read.error} retry={() => read.refetch()} />}
        {read.data !== undefined && <Found fair={read.data} />}
        {read.data !== undefined && me.data != null && <Rate projectId={id} />}
      </main>
    </div>
  );
}

function Found({ fair }: { fair: Fair }) {
  const { t } = useTranslation("fair");
  const { number, percent, full } = useFormat();
  const n = number(fair.least_people);
  const hourly = fair.hourly ?? null;
  return (
    <>
      <div>
        <p className="label t3">
          {t("page.of", { organisation: fair.organisation, project: fair.project })}
        </p>
        <PageTitle name={fair.project}>
          {hourly === null ? t("page.title") : t("page.title_counted", { won: number(hourly) })}
        </PageTitle>
        <p className="t2">{t("page.what", { n })}</p>
      </div>
      <section className="col g8">
        <dl className="fair-facts pnum">
          <Fact word={t("page.hourly")} hint={t("page.hourly_hint")} few={n}>
            {hourly === null ? null : (
              <>
                {t("page.hourly_won", { won: number(hourly) })}
                <WageBar
                  hourly={hourly}
                  minimum={fair.minimum_wage}
                  label={t("page.minimum_says", {
                    won: number(hourly),
                    minimum: number(fair.minimum_wage),
                  })}
                />
                <span className="label t3">
                  {t("page.minimum", { won: number(fair.minimum_wage) })}
                </span>
              </>
            )}
          </Fact>
          <Fact word={t("page.delay")} hint={t("page.delay_hint")} few={n}>
            {fair.delay_days == null ? null : t("page.delay_days", { n: number(fair.delay_days) })}
          </Fact>
          <Fact
            word={t("page.return_rate")}
            hint={t("page.rates_hint", { n: number(fair.decided ?? 0) })}
            few={n}
          >
            {fair.return_rate == null ? null : percent(fair.return_rate)}
          </Fact>
          <Fact
            word={t("page.rejection_rate")}
            hint={t("page.rates_hint", { n: number(fair.decided ?? 0) })}
            few={n}
          >
            {fair.rejection_rate == null ? null : percent(fair.rejection_rate)}
          </Fact>
          <Fact word={t("page.appeals")} few={n}>
            {fair.appeals == null
              ? null
              : t("page.appeals_of", {
                  of: number(fair.appeals),
                  n: number(fair.appeals_won ?? 0),
                })}
          </Fact>
          <Fact word={t("page.people")} few={n}>
            {fair.people == null ? null : t("page.people_n", { n: number(fair.people) })}
          </Fact>
        </dl>
        <p className="label t3">
          {fair.counted_at === null
            ? t("page.not_counted")
            : t("page.counted", { at: full(fair.counted_at) })}
        </p>
      </section>
      <section className="col g8">
        <h2 className="title">{t("page.ratings")}</h2>
        {fair.ratings === null ? (
          <p className="t3">{t("page.few", { n })}</p>
        ) : (
          <>
            <p className="t2">{t("page.ratings_of", { n: number(fair.ratings.people) })}</p>
            <Criteria ratings={fair.ratings} />
          </>
        )}
      </section>
      <section className="col g8">
        <h2 className="title">{t("page.promises")}</h2>
        <ul className="fair-promises">
          {PROMISES.map((id) => (
            <li key={id}>{t(`page.promise.${id}`)}</li>
          ))}
        </ul>
      </section>
    </>
  );
}

/** A figure with what it says; where too few people are in it, that. */
function Fact({
  word,
  hint,
  few,
  children,
}: {
  word: string;
  hint?: string;
  few: string;
  children: ReactNode;
}) {
  const { t } = useTranslation("fair");
  return (
    <div>
      <dt>{word}</dt>
      <dd>
        {children === null ? (
          <span className="label t3">{t("page.few", { n: few })}</span>
        ) : (
          children
        )}
        {children !== null && hint !== undefined && <small className="label t3">{hint}</small>}
      </dd>
    </div>
  );
}
