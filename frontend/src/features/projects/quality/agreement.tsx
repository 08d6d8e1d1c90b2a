import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { RotateCcw, Scale } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { isProblem } from "~/api/problem";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import type { StageKey } from "../confidence/queries";
import { useMakes } from "../frame/manages";
import { type Stage, useProject } from "../frame/queries";
import { useChore } from "../live/chore";
import { Parts } from "./agreement-parts";
import { agreementKey, type Agreement as Found } from "./noticing";

/** As it was last counted; null where it was not yet. */
const read = async (path: StageKey): Promise<Found | null> => {
  try {
    return await must(
      api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/agreement", { params: { path } }),
    );
  } catch (error) {
    if (isProblem(error) && error.status === 404) return null;
    throw error;
  }
};

/** How far the people of a stage agree, and counting it anew. */
export function Agreement({ stage }: { stage: Stage }) {
  const { t } = useTranslation("confidence");
  const { number, percent, ago } = useFormat();
  const client = useQueryClient();
  const path = { project_id: stage.project_id, stage_id: stage.id };
  const makes = useMakes(useProject());
  const asked = useQuery({ queryKey: agreementKey(path), queryFn: () => read(path) });
  const count = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/agreement", {
          params: { path },
        }),
      ),
  });
  const chore = useChore(stage.project_id, count.data?.chore_id ?? null)?.state;
  const ended = chore === "done" || chore === "dead" || chore === "cancelled";
  const busy = count.isPending || (count.data !== undefined && !ended);
  const { project_id, stage_id } = path;
  useEffect(() => {
    if (chore === "done")
      void client.invalidateQueries({ queryKey: agreementKey({ project_id, stage_id }) });
  }, [chore, client, project_id, stage_id]);
  const found = asked.data;
  return (
    <>
      <PageTitle
        name={t("agree.name")}
        aside={
          makes && (
            <Button look="soft" busy={busy} onPress={() => count.mutate()}>
              <Icon of={RotateCcw} />
              {t(busy ? "agree.counting" : "agree.count")}
            </Button>
          )
        }
      >
        {found === undefined
          ? t("agree.name")
          : found === null
            ? t("agree.title_none")
            : found.share === null
              ? t("agree.empty")
              : t("agree.title", { share: percent(found.share) })}
      </PageTitle>
      <Fault error={asked.error} retry={() => asked.refetch()} />
      <Fault error={count.error} />
      {ended && chore !== "done" && <p className="err">{t("agree.failed")}</p>}
      {asked.isPending && <Skeleton lines={8} />}
      {found === null && (
        <Empty icon={Scale}>
          <p>{t("agree.none_hint")}</p>
        </Empty>
      )}
      {found != null && (
        <>
          <p className="t2 mb-4">
            {t("agree.counted", {
              at: ago(found.counted_at),
              tasks: number(found.tasks),
              counted: number(found.counted),
              answers: number(found.answers),
            })}
          </p>
          <Parts found={found} projectId={stage.project_id} />
        </>
      )}
    </>
  );
}
