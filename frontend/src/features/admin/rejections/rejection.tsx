import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { UserX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { Money } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { SayWhich } from "../parts/say-which";
import { WorkLook } from "../parts/work-look";
import { type Held, HeldMark } from "./rejections";

/** One rejection beyond the ceiling: the work, what was said of it, and the decision. */
export function RejectionPage() {
  const { t } = useTranslation("fair");
  const { projectId, heldId } = useParams({
    from: "/inside/admin/rejections/$projectId/$heldId",
  });
  const path = { project_id: Number(projectId), held_id: Number(heldId) };
  const queryKey = ["admin", "rejection", path.project_id, path.held_id];
  const found = useQuery({
    queryKey,
    queryFn: () =>
      must(api.GET("/api/v1/projects/{project_id}/rejections/{held_id}", { params: { path } })),
  });
  const work = useQuery({
    queryKey: [...queryKey, "work"],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/rejections/{held_id}/work", { params: { path } }),
      ),
  });
  if (found.isPending || work.isPending) return <Skeleton lines={8} />;
  if (found.isError) return <Fault error={found.error} retry={() => found.refetch()} />;
  if (work.isError) return <Fault error={work.error} retry={() => work.refetch()} />;
  const held = found.data;
  return (
    <>
      <PageTitle name={held.item} aside={<HeldMark row={held} />}>
        {held.outcome === null
          ? t("held.one", { name: held.pseudonym })
          : t(`held.one_done.${held.outcome}`)}
      </PageTitle>
      <p className="label t3">
        {held.project} · {held.stage} · {held.item}
      </p>
      <div className="adm-cols">
        <WorkLook work={work.data}>
          <section className="col g8">
            <h2 className="title">{t("held.says")}</h2>
            <p className="adm-quote">{held.comment}</p>
          </section>
        </WorkLook>
        <Aside held={held} />
      </div>
    </>
  );
}

function Aside({ held }: { held: Held }) {
  const { t } = useTranslation("fair");
  const { number, full } = useFormat();
  const client = useQueryClient();
  const go = useNavigate();
  const send = async (id: "confirm" | "refuse", answer: string) => {
    await must(
      api.POST("/api/v1/projects/{project_id}/rejections/{held_id}/decision", {
        params: { path: { project_id: held.project_id, held_id: held.id } },
        body: { confirmed: id === "confirm", answer },
      }),
    );
    toast(t("desk.decided"));
  };
  const done = () => {
    void client.invalidateQueries({ queryKey: ["admin", "rejections"] });
    void client.invalidateQueries({ queryKey: ["admin", "rejection"] });
    void go({ to: "/admin/rejections" });
  };
  return (
    <aside className="adm-aside" aria-label={t("desk.decision")}>
      <div className="col g4">
        <p className="label t3">{t("held.price")}</p>
        <p className="pnum">
          <Money won={held.price} />
        </p>
      </div>
      <p className="t2">
        {t("held.what", {
          rejected: number(held.rejected),
          decided: number(held.decided),
          most: number(held.most),
        })}
      </p>
      {held.outcome === null && held.may_settle && (
        <SayWhich
          hint={t("held.answer_hint")}
          options={[
            { id: "confirm", name: t("held.confirm"), detail: t("held.confirm_hint") },
            {
              id: "refuse",
              name: t("held.refuse"),
              detail: t("held.refuse_hint", { n: number(held.price) }),
            },
          ]}
          send={send}
          onDone={done}
        />
      )}
      {held.outcome === null && !held.may_settle && <Note icon={UserX}>{t("held.not_yours")}</Note>}
      {held.outcome !== null && (
        <section className="col g8">
          <h2 className="title">{t("desk.decision")}</h2>
          {held.answer !== null && <p className="adm-quote">{held.answer}</p>}
          {held.settled_at !== null && <p className="label t3">{full(held.settled_at)}</p>}
        </section>
      )}
    </aside>
  );
}
