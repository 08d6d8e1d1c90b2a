import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button, LinkButton } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle, Progress } from "~/ui/page";
import { useProjectId } from "../../frame/queries";
import { BatchMark } from "../marks";
import { batchQuery } from "../queries";
import type { ImportFormat } from "../upload/job";
import { shownName } from "../words";
import { Counts } from "./counts";
import { Opening } from "./opening";
import { Preview } from "./preview";
import { Refusals } from "./refusals";
import { WhyFailed } from "./why-failed";
import "../data.css";

/** One import: how it went, what was left out and why, and the offer to open its items. */
export function BatchPage() {
  const { t } = useTranslation("data");
  const { full, number } = useFormat();
  const projectId = useProjectId();
  const { batchId } = useParams({ from: "/inside/projects/$projectId/data/batches/$batchId" });
  const { data: batch } = useSuspenseQuery(batchQuery(projectId, Number(batchId)));
  const client = useQueryClient();
  const off = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/batches/{batch_id}/cancel", {
          params: { path: { project_id: projectId, batch_id: batch.id } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ["project", projectId] }),
  });
  const going = batch.state === "pending" || batch.state === "importing";
  const params = { projectId: String(projectId) };
  return (
    <div className="narrow">
      <Link to="/projects/$projectId/data/batches" params={params} className="label t3 back">
        <Icon of={ArrowLeft} size={14} />
        {t("batches.name")}
      </Link>
      <PageTitle name={shownName(batch.name)} aside={<BatchMark state={batch.state} pill />}>
        {t("batches.one", { name: shownName(batch.name) })}
      </PageTitle>
      <p className="label t3">
        {t(`upload.formats.${batch.format as ImportFormat}`)} · {full(batch.created_at)}
        {batch.dry_run && ` · ${t("batches.dry")}`}
      </p>
      <div className="col g16 mt-4">
        {going && (
          <div className="col g8" role="status">
            <Progress
              done={batch.done ?? 0}
              total={batch.total}
              label={t("batches.state.importing")}
            />
            <div className="row between">
              <span className="label t2">
                {number(batch.done ?? 0)}
                {batch.total !== null && batch.total !== undefined && ` / ${number(batch.total)}`}
              </span>
              <Button look="line" busy={off.isPending} onPress={() => off.mutate()}>
                {t("batches.call_off")}
              </Button>
            </div>
          </div>
        )}
        <Fault error={off.error} />
        {(batch.state === "failed" || batch.state === "cancelled") && (
          <WhyFailed projectId={projectId} batch={batch} />
        )}
        <Counts batch={batch} />
        {batch.state === "imported" && !batch.dry_run && batch.taken > 0 && (
          <>
            <div>
              <LinkButton
                to="/projects/$projectId/data"
                params={params}
                search={{ batch_id: batch.id }}
                look="line"
              >
                {t("batches.see_items")}
              </LinkButton>
            </div>
            <Opening projectId={projectId} stageId={batch.stage_id} batchId={batch.id} />
          </>
        )}
        {batch.dry_run && <Preview projectId={projectId} batchId={batch.id} />}
        <Refusals projectId={projectId} batch={batch} />
      </div>
    </div>
  );
}
