import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Clock, ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { BackLink } from "~/ui/back-link";
import { EvidenceList } from "~/ui/fair/evidence-list";
import { SuspensionMark } from "~/ui/fair/suspension-mark";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { SayForm } from "~/ui/say-form";
import { toast } from "~/ui/toast";
import { reply, type Suspension, suspensionQuery } from "./queries";
import "./fair.css";

/** One suspension as whom it is about reads it: why, by what work, what follows, and his word. */
export function MySuspension() {
  const { t } = useTranslation("fair");
  const { suspensionId } = useParams({ strict: false }) as { suspensionId: string };
  const read = useQuery(suspensionQuery(Number(suspensionId)));
  return (
    <div className="fair-list">
      <BackLink to="/suspensions">{t("mine.name")}</BackLink>
      <Fault error={read.error} retry={() => read.refetch()} />
      {read.isPending && <Skeleton lines={6} />}
      {read.data === null && (
        <>
          <PageTitle name={t("mine.name")}>{t("mine.gone")}</PageTitle>
          <p className="t2">{t("mine.gone_hint")}</p>
        </>
      )}
      {read.data != null && <Whole found={read.data} />}
    </div>
  );
}

function Whole({ found }: { found: Suspension }) {
  const { t } = useTranslation("fair");
  const { full } = useFormat();
  return (
    <>
      <PageTitle name={t("mine.name")} aside={<SuspensionMark state={found.state} />}>
        {t(`mine.one.${found.state}`, { project: found.project })}
      </PageTitle>
      {found.state === "proposed" && (
        <Note icon={Clock}>{t("mine.nothing_yet", { at: full(found.drop_at) })}</Note>
      )}
      {found.state === "in_force" && <Note icon={ShieldCheck}>{t("mine.kept")}</Note>}
      {found.decided_at !== null && (
        <section className="sec">
          <h2 className="title">{t("mine.answer")}</h2>
          {found.answer === null ? (
            <p className="t2 mt-2">{t("mine.silence")}</p>
          ) : (
            <blockquote className="fair-quote mt-3">{found.answer}</blockquote>
          )}
          <p className="label t3 mt-2">{full(found.decided_at)}</p>
        </section>
      )}
      <section className="sec">
        <h2 className="title">{t("mine.why")}</h2>
        <blockquote className="fair-quote mt-3">{found.why}</blockquote>
        <p className="label t3 mt-2">{full(found.proposed_at)}</p>
      </section>
      <section className="sec">
        <h2 className="title mb-2">{t("mine.evidence")}</h2>
        <EvidenceList
          rows={found.evidence}
          link={(row) => (
            <Link
              to="/my-work/$projectId/$assignmentId"
              params={{
                projectId: String(found.project_id),
                assignmentId: String(row.assignment_id),
              }}
              className="link"
            >
              {t("mine.see_work")}
            </Link>
          )}
        />
      </section>
      <Said found={found} />
    </>
  );
}

function Said({ found }: { found: Suspension }) {
  const { t } = useTranslation("fair");
  const { full } = useFormat();
  const client = useQueryClient();
  if (found.reply === null && found.state !== "proposed") return null;
  return (
    <section className="sec">
      <h2 className="title mb-2">{t("mine.reply")}</h2>
      {found.reply === null ? (
        <SayForm
          hint={t("mine.reply_hint", { at: full(found.reply_by) })}
          label={t("mine.reply_label")}
          need={t("mine.reply_need")}
          word={t("mine.reply_send")}
          most={4000}
          send={async (text) => {
            await reply(found, text);
            toast(t("mine.reply_sent"));
            await client.invalidateQueries({ queryKey: ["fair", "suspensions"] });
          }}
        />
      ) : (
        <>
          <blockquote className="fair-quote">{found.reply}</blockquote>
          {found.replied_at !== null && (
            <p className="label t3 mt-2">{t("mine.replied", { at: full(found.replied_at) })}</p>
          )}
        </>
      )}
    </section>
  );
}
