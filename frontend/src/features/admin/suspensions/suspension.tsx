import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Clock, UserX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { EvidenceList } from "~/ui/fair/evidence-list";
import { SuspensionMark } from "~/ui/fair/suspension-mark";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { SayWhich } from "../parts/say-which";
import { WorkLook } from "../parts/work-look";

type Suspension = Schema<"SuspensionOut">;

/** One suspension: what both say, the work that is named, and the decision. */
export function SuspensionPage() {
  const { t } = useTranslation("fair");
  const { full } = useFormat();
  const { projectId, suspensionId } = useParams({
    from: "/inside/admin/suspensions/$projectId/$suspensionId",
  });
  const path = { project_id: Number(projectId), suspension_id: Number(suspensionId) };
  const [chosen, setChosen] = useState<number>();
  const read = useQuery({
    queryKey: ["admin", "suspension", path.project_id, path.suspension_id],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/suspensions/{suspension_id}", { params: { path } }),
      ),
  });
  if (read.isPending) return <Skeleton lines={8} />;
  if (read.isError) return <Fault error={read.error} retry={() => read.refetch()} />;
  const found = read.data;
  const shown = chosen ?? found.evidence[0]?.assignment_id;
  return (
    <>
      <PageTitle name={t("desk.name")} aside={<SuspensionMark state={found.state} />}>
        {t("desk.one", { name: found.pseudonym })}
      </PageTitle>
      <p className="label t3">
        {found.project} · {full(found.proposed_at)}
      </p>
      <div className="adm-cols">
        <div className="col g24">
          <section className="adm-side-by">
            <div className="col g8">
              <h2 className="title">{t("desk.why")}</h2>
              <p className="adm-quote">{found.why}</p>
            </div>
            <div className="col g8">
              <h2 className="title">{t("desk.says", { name: found.pseudonym })}</h2>
              {found.reply === null ? (
                <p className="t3">{t("desk.no_reply")}</p>
              ) : (
                <p className="adm-quote">{found.reply}</p>
              )}
            </div>
          </section>
          <section className="col g8">
            <h2 className="title">{t("desk.evidence", { n: found.evidence.length })}</h2>
            <EvidenceList
              rows={found.evidence}
              link={(row) => (
                <Button
                  look="ghost"
                  aria-pressed={row.assignment_id === shown}
                  onPress={() => setChosen(row.assignment_id)}
                >
                  {t("desk.show")}
                </Button>
              )}
            />
          </section>
          {shown !== undefined && <Work path={path} assignmentId={shown} key={shown} />}
        </div>
        <Aside found={found} />
      </div>
    </>
  );
}

function Work({
  path,
  assignmentId,
}: {
  path: { project_id: number; suspension_id: number };
  assignmentId: number;
}) {
  const work = useQuery({
    queryKey: ["admin", "suspension", path.project_id, path.suspension_id, assignmentId],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/suspensions/{suspension_id}/work/{assignment_id}", {
          params: { path: { ...path, assignment_id: assignmentId } },
        }),
      ),
  });
  if (work.isPending) return <Skeleton lines={6} />;
  if (work.isError) return <Fault error={work.error} retry={() => work.refetch()} />;
  return <WorkLook work={work.data} />;
}

function Aside({ found }: { found: Suspension }) {
  const { t } = useTranslation("fair");
  const { full } = useFormat();
  const client = useQueryClient();
  const go = useNavigate();
  const send = async (id: "in_force" | "drop", answer: string) => {
    await must(
      api.POST("/api/v1/projects/{project_id}/suspensions/{suspension_id}/decision", {
        params: { path: { project_id: found.project_id, suspension_id: found.id } },
        body: { in_force: id === "in_force", answer },
      }),
    );
    toast(t("desk.decided"));
  };
  const drop = { id: "drop", name: t("desk.drop"), detail: t("desk.drop_hint") } as const;
  const inForce = {
    id: "in_force",
    name: t("desk.in_force"),
    detail: t("desk.in_force_hint"),
  } as const;
  return (
    <aside className="adm-aside" aria-label={t("desk.decision")}>
      {found.state === "proposed" && (
        <>
          <p className="t2">{t("desk.drop_at", { at: full(found.drop_at) })}</p>
          {!found.heard && <Note icon={Clock}>{t("desk.early")}</Note>}
          {found.may_decide ? (
            <SayWhich
              hint={t("desk.answer_hint")}
              options={found.heard ? [inForce, drop] : [drop]}
              send={send}
              onDone={() => {
                void client.invalidateQueries({ queryKey: ["admin", "suspensions"] });
                void client.invalidateQueries({ queryKey: ["admin", "suspension"] });
                void go({ to: "/admin/suspensions" });
              }}
            />
          ) : (
            <Note icon={UserX}>{t("desk.not_yours")}</Note>
          )}
        </>
      )}
      {found.decided_at !== null && (
        <section className="col g8">
          <h2 className="title">{t("desk.decision")}</h2>
          {found.answer === null ? (
            <p className="t2">{t("mine.silence")}</p>
          ) : (
            <p className="adm-quote">{found.answer}</p>
          )}
          <p className="label t3">{full(found.decided_at)}</p>
        </section>
      )}
    </aside>
  );
}
