import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { CirclePause } from "lucide-react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/api/problem";
import { type Trust, trustQuery } from "~/api/trusted";
import { useFormat } from "~/i18n/format";
import { BackLink } from "~/ui/back-link";
import { LinkButton } from "~/ui/button";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { Range, sideOf } from "~/ui/range/range";
import { Examples } from "./examples";
import "./trust.css";

type Where = { projectId: string; stageId: string; level: string };

/** How far one is trusted at one kind of work: what that is known from, and what follows from it. */
export function TrustPage() {
  const { t } = useTranslation("trusted");
  const { projectId, stageId, level } = useParams({ strict: false }) as Where;
  const read = useQuery(
    trustQuery({
      project_id: Number(projectId),
      stage_id: Number(stageId),
      level: level === "2" ? 2 : level === "1" ? 1 : 0,
    }),
  );
  const none = isProblem(read.error) && read.error.status === 404;
  return (
    <div className="tr">
      <BackLink to="/trust">{t("all")}</BackLink>
      {none ? (
        <>
          <PageTitle name={t("name")}>{t("stage_unknown")}</PageTitle>
          <p className="t2">{t("stage_unknown_hint")}</p>
        </>
      ) : (
        <Fault error={read.error} retry={() => read.refetch()} />
      )}
      {read.isPending && <Skeleton lines={6} />}
      {read.data !== undefined && <Whole trust={read.data} />}
    </div>
  );
}

/** No more is known than whole percents. */
const whole = (share: number): number => Math.round(share * 100) / 100;

/** Answers after which a newcomer is none any more. */
const FIRST = 15;

function Whole({ trust }: { trust: Trust }) {
  const { t } = useTranslation("trusted");
  const { number, percent } = useFormat();
  const { mean, low, high, level } = trust;
  const side = sideOf(trust);
  const share =
    mean === null
      ? t("stage_unknown")
      : t(level === 0 ? "stage_title" : "stage_title_judge", {
          n: number(Math.round(mean * 100)),
        });
  return (
    <>
      <PageTitle name={t("name")}>{trust.paused_at === null ? share : t("stage_paused")}</PageTitle>
      <p className="label t3">
        {trust.project} · {trust.stage} · {t(`level.${level as 0 | 1 | 2}`)}
      </p>
      {trust.paused_at !== null && <Paused trust={trust} />}
      {low === null || high === null ? (
        <p className="t2 mt-4">{t("stage_unknown_hint")}</p>
      ) : (
        <>
          <Range row={trust} big />
          <p className="t2 mt-3">
            {trust.paused_at !== null && <b>{share}. </b>}
            {t("range_words", { low: percent(whole(low)), high: percent(whole(high)) })}{" "}
            {side !== null && <b>{t(side)}</b>}
          </p>
          {side !== null && <p className="label t3 mt-1">{t("bar_what")}</p>}
        </>
      )}
      <KnownFrom trust={trust} />
      <section className="sec">
        <h2 className="title">{t("seats")}</h2>
        <p className="mt-2">
          {t("seats_now", { n: number(trust.holds) })}{" "}
          <span className="t2">
            {trust.holds >= trust.holds_most
              ? t("seats_full")
              : t(trust.answers < FIRST ? "seats_first" : "seats_more", {
                  n: number(trust.holds_most),
                  first: number(FIRST),
                  answers: number(trust.answers),
                })}
          </span>
        </p>
      </section>
      {trust.paused_at === null && (
        <section className="sec">
          <h2 className="title">{t("pause")}</h2>
          <p className="t2 mt-2">{t("pause_what")}</p>
        </section>
      )}
      <Examples trust={trust} />
    </>
  );
}

function Paused({ trust }: { trust: Trust }) {
  const { t } = useTranslation("trusted");
  const { full } = useFormat();
  const { hit_id, paused_at } = trust;
  return (
    <div className="mt-4 col g12">
      <Note icon={CirclePause} tone="warn">
        <b>{t("pause_on", { at: full(paused_at ?? "") })}</b> {t("pause_what")}{" "}
        {t(hit_id === null ? "pause_lift_later" : "pause_lift")}
      </Note>
      {hit_id !== null && (
        <LinkButton
          to="/noticed/$hitId"
          params={{ hitId: String(hit_id) }}
          look="primary"
          main
          className="self-start"
        >
          {t("pause_see")}
        </LinkButton>
      )}
    </div>
  );
}

function KnownFrom({ trust }: { trust: Trust }) {
  const { t } = useTranslation("trusted");
  const { number } = useFormat();
  const judge = trust.level > 0;
  const facts = [
    ["of_gold", trust.gold, trust.gold_right],
    [judge ? "of_verdicts_judge" : "of_verdicts", trust.verdicts, trust.verdicts_right],
    ["of_peers", trust.peers, trust.peers_right],
  ] as const;
  return (
    <section className="sec">
      <h2 className="title">{t("known_of")}</h2>
      <dl className="tr-facts pnum mt-2">
        <div>
          <dt className="t2">{t(judge ? "of_judged" : "of_answers")}</dt>
          <dd>{t("n", { n: number(trust.answers) })}</dd>
        </div>
        {facts
          .filter(([, n]) => n !== null && n > 0)
          .map(([word, n, right]) => (
            <div key={word}>
              <dt className="t2">{t(word)}</dt>
              <dd>
                {t("right_of", {
                  n: number(n ?? 0),
                  right: number(Math.round((right ?? 0) * 10) / 10),
                })}
              </dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
