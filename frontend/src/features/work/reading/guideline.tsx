import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { BookOpenText } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button, LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Markdown } from "~/ui/markdown";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { changes } from "../model/changes";
import { Changed } from "../parts/changed";
import "../work.css";

/** A stage's guideline: what has changed since it was last confirmed, all of it, and the word that
 * it was read. */
export function GuidelinePage() {
  const { t } = useTranslation("reading");
  const { full } = useFormat();
  const client = useQueryClient();
  const { projectId, stageId } = useParams({
    from: "/inside/worker/guideline/$projectId/$stageId",
  });
  const path = { project_id: Number(projectId), stage_id: Number(stageId) };
  const queryKey = ["work", "to-read", path.project_id, path.stage_id];
  const found = useQuery({
    queryKey,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/guidelines/to-read", {
          params: { path },
        }),
      ),
  });
  const newest = found.data?.newest ?? null;
  const before = found.data?.before ?? null;
  const confirm = useMutation({
    mutationFn: (version: number) =>
      must(
        api.PUT("/api/v1/projects/{project_id}/stages/{stage_id}/guidelines/{version}/read", {
          params: { path: { ...path, version } },
        }),
      ),
    onSuccess: async () => {
      toast(t("guide.confirmed"));
      await client.invalidateQueries();
    },
  });
  if (found.error !== null) return <Fault error={found.error} retry={() => found.refetch()} />;
  if (found.data === undefined) return <Skeleton lines={8} />;
  if (newest === null)
    return (
      <Empty icon={BookOpenText}>
        <p>{t("guide.none")}</p>
      </Empty>
    );
  const read = before !== null && before.version >= newest.version;
  return (
    <article className="col g16">
      <PageTitle name={t("guide.title")}>
        {found.data.asked ? t("guide.asked") : read ? t("guide.done") : t("guide.title")}
      </PageTitle>
      <p className="label t3">
        {t("guide.version", { version: newest.version, at: full(newest.created_at) })}
      </p>
      {before === null && <p className="t2">{t("guide.first")}</p>}
      {before !== null && !read && <WhatChanged before={before} newest={newest} />}
      <section className="col g12">
        <h2 className="title">{t("guide.whole")}</h2>
        <div className="wk-md">
          <Markdown text={newest.body} />
        </div>
      </section>
      <Fault error={confirm.error} />
      <div className="row g8 wrap">
        {!read && (
          <Button
            look="primary"
            main
            busy={confirm.isPending}
            onPress={() => confirm.mutate(newest.version)}
          >
            {t("guide.confirm")}
          </Button>
        )}
        <LinkButton
          to="/work/stages/$projectId/$stageId"
          params={{ projectId, stageId }}
          look={read ? "primary" : "line"}
        >
          {t("guide.back")}
        </LinkButton>
      </div>
    </article>
  );
}

type Version = { version: number; body: string };

function WhatChanged({ before, newest }: { before: Version; newest: Version }) {
  const { t } = useTranslation("reading");
  const lines = changes(before.body, newest.body).filter((line) => line.kind !== "same");
  return (
    <section className="wk-news" aria-labelledby="what-changed">
      <h2 className="title" id="what-changed">
        {t("guide.what_changed", { version: before.version })}
      </h2>
      {lines.length === 0 && <p className="t2">{t("guide.same")}</p>}
      <div className="col g8">
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of two texts that do not change
          <Changed key={at} line={line} />
        ))}
      </div>
    </section>
  );
}
