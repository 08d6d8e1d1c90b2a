import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Fault, Skeleton } from "~/ui/fault";
import { Money } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import { against, WorkLook } from "../parts/work-look";
import { AppealMark } from "./appeals";
import { Decide } from "./decide";

type Work = Schema<"WorkOut">;

/** One appeal: the picture or the text, what was handed in and said, both sides, and the decision. */
export function AppealPage() {
  const { t } = useTranslation("admin");
  const { projectId, assignmentId } = useParams({
    from: "/inside/admin/appeals/$projectId/$assignmentId",
  });
  const path = { project_id: Number(projectId), assignment_id: Number(assignmentId) };
  const found = useQuery({
    queryKey: ["admin", "appeal", path.project_id, path.assignment_id],
    queryFn: () =>
      must(api.GET("/api/v1/projects/{project_id}/appeals/{assignment_id}", { params: { path } })),
  });
  if (found.isPending) return <Skeleton lines={8} />;
  if (found.isError) return <Fault error={found.error} retry={() => found.refetch()} />;
  const { appeal } = found.data;
  if (appeal === null || appeal === undefined) return <Fault error={new Error("no appeal")} />;
  return (
    <>
      <PageTitle name={appeal.item} aside={<AppealMark row={appeal} />}>
        {appeal.won === null
          ? t("appeals.one", { author: appeal.author })
          : t(appeal.won ? "appeals.one_won" : "appeals.one_lost", { author: appeal.author })}
      </PageTitle>
      <p className="label t3">
        {appeal.project} · {appeal.stage} · {appeal.item}
      </p>
      <Body work={found.data} appeal={appeal} />
    </>
  );
}

function Body({ work, appeal }: { work: Work; appeal: Schema<"AppealOut"> }) {
  const { t } = useTranslation("admin");
  const { full } = useFormat();
  const other = against(work);
  return (
    <div className="adm-cols">
      <WorkLook work={work}>
        <section className="adm-side-by">
          <div className="col g8">
            <h2 className="title">{t("appeals.author_says", { name: appeal.author })}</h2>
            <p className="adm-quote">{appeal.text}</p>
            <p className="label t3">{full(appeal.opened_at)}</p>
          </div>
          {other !== undefined && (
            <div className="col g8">
              <h2 className="title">{t("appeals.inspector_says", { name: other.by })}</h2>
              <p className="adm-quote">{other.comment}</p>
              <p className="label t3">{full(other.at)}</p>
            </div>
          )}
        </section>
      </WorkLook>
      <aside className="adm-aside" aria-label={t("appeals.decision")}>
        <div className="col g4">
          <p className="label t3">{t("appeals.price")}</p>
          <p className="pnum">
            <Money won={appeal.price} />
          </p>
        </div>
        {appeal.won === null ? (
          <Decide appeal={appeal} />
        ) : (
          <section className="col g8">
            <h2 className="title">{t("appeals.decision")}</h2>
            {appeal.reply === null ? (
              <p className="t2">{t("appeals.silence")}</p>
            ) : (
              <p className="adm-quote">{appeal.reply}</p>
            )}
            {appeal.decided_at !== null && <p className="label t3">{full(appeal.decided_at)}</p>}
          </section>
        )}
      </aside>
    </div>
  );
}
