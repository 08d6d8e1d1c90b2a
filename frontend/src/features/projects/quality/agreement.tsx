import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { RotateCcw, Scale } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button, LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Select } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { useMakes } from "../frame/manages";
import { type Stage, useProject } from "../frame/queries";
import { useChore } from "../live/chore";
import { Parts } from "./agreement-parts";
import { agreementKey, agreementQuery, type Agreement as Found } from "./noticing";

/** How far the people of a stage agree, and counting it anew. */
export function Agreement({ stage }: { stage: Stage }) {
  const { t } = useTranslation("confidence");
  const { number, percent, ago } = useFormat();
  const client = useQueryClient();
  const path = { project_id: stage.project_id, stage_id: stage.id };
  const makes = useMakes(useProject());
  const { week } = useSearch({ from: "/inside/projects/$projectId/quality" });
  const asked = useQuery(agreementQuery(path, week));
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
            ? t(week === undefined ? "agree.title_none" : "agree.no_week")
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
          {week === undefined ? (
            <p>{t("agree.none_hint")}</p>
          ) : (
            <LinkButton
              to="/projects/$projectId/quality"
              params={{ projectId: String(project_id) }}
              search={{ tab: "agreement", stage: stage_id }}
              look="line"
            >
              {t("agree.newest")}
            </LinkButton>
          )}
        </Empty>
      )}
      {found != null && (
        <>
          <Weeks stage={stage} found={found} />
          <p className="t2">
            {t("agree.counted", {
              at: ago(found.counted_at),
              tasks: number(found.tasks),
              counted: number(found.counted),
              answers: number(found.answers),
            })}
          </p>
          <Parts found={found} stage={stage} />
        </>
      )}
    </>
  );
}

/** Another week's count, where there is more than one. */
function Weeks({ stage, found }: { stage: Stage; found: Found }) {
  const { t } = useTranslation("confidence");
  const { day } = useFormat();
  const go = useNavigate();
  if (found.kept.length < 2) return null;
  return (
    <div className="stage-select">
      <Select
        label={t("agree.which")}
        options={found.kept.map((one) => ({
          id: one.slice(0, 10),
          name: t("agree.week_of", { day: day(one) }),
        }))}
        value={found.week.slice(0, 10)}
        onChange={(id) =>
          go({
            to: "/projects/$projectId/quality",
            params: { projectId: String(stage.project_id) },
            search: { tab: "agreement", stage: stage.id, week: String(id) },
          })
        }
      />
    </div>
  );
}
