import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Hit, hitQuery } from "~/api/trusted";
import { useFormat } from "~/i18n/format";
import { BackLink } from "~/ui/back-link";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { Evidence } from "./evidence";
import { HitMark } from "./hits";
import { Reply } from "./reply";
import "./trust.css";

/** One thing that was noticed of one's work: what was seen, what follows, what one says to it, and
 * what became of it. */
export function HitPage() {
  const { t } = useTranslation("trusted");
  const { hitId } = useParams({ strict: false }) as { hitId: string };
  const read = useQuery(hitQuery(Number(hitId)));
  return (
    <div className="tr">
      <BackLink to="/noticed">{t("hits")}</BackLink>
      <Fault error={read.error} retry={() => read.refetch()} />
      {read.isPending && <Skeleton lines={6} />}
      {read.data === null && (
        <>
          <PageTitle name={t("hits")}>{t("hit_gone")}</PageTitle>
          <p className="t2">{t("hit_gone_hint")}</p>
        </>
      )}
      {read.data != null && <Whole hit={read.data} />}
    </div>
  );
}

function Whole({ hit }: { hit: Hit }) {
  const { t } = useTranslation("trusted");
  const { ago, full } = useFormat();
  return (
    <>
      <PageTitle name={t("hits")} aside={<HitMark hit={hit} />}>
        {t(`collector.${hit.collector}`)}
      </PageTitle>
      <p className="label t3" title={full(hit.noticed_at)}>
        {hit.project} · {hit.stage} · {t(`level.${hit.level as 0 | 1 | 2}`)} ·{" "}
        {t("hit_at", { at: ago(hit.noticed_at) })}
      </p>
      <section className="sec">
        <h2 className="title">{t("evidence")}</h2>
        <Evidence hit={hit} />
      </section>
      <section className="sec">
        <h2 className="title">{t("action")}</h2>
        <p className="my-2">{t(`action_of.${hit.action}`)}</p>
        <Note icon={ShieldCheck}>{t("never_rejects")}</Note>
      </section>
      {hit.reply === null ? (
        hit.settled_at === null && <Reply hit={hit} />
      ) : (
        <section className="sec">
          <h2 className="title">{t("reply")}</h2>
          <blockquote className="tr-quote mt-3">{hit.reply}</blockquote>
          {hit.replied_at !== null && (
            <p className="label t3 mt-2">{t("replied", { at: ago(hit.replied_at) })}</p>
          )}
        </section>
      )}
      {hit.outcome !== null && (
        <section className="sec">
          <h2 className="title">{t("outcome")}</h2>
          <p className="mt-2">{t(`outcome_of.${hit.outcome}`)}</p>
          {hit.answer !== null && <blockquote className="tr-quote mt-3">{hit.answer}</blockquote>}
          {hit.settled_at !== null && (
            <p className="label t3 mt-2">{t("settled", { at: ago(hit.settled_at) })}</p>
          )}
        </section>
      )}
    </>
  );
}
