import { useSuspenseQuery } from "@tanstack/react-query";
import { Plus, Workflow } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import type { Stage } from "../../frame/queries";
import { Pipeline } from "../flow/picture";
import { flowsQuery } from "../flow/queries";
import { AddStage } from "../stages/add";
import "../flow/flow.css";

/** The way that data goes: the stages, what flows from one to another, and how they cut items. */
export function FlowTab({ projectId, stages }: { projectId: number; stages: Stage[] }) {
  const { t } = useTranslation(["pipeline", "projects"]);
  const flows = useSuspenseQuery(flowsQuery(projectId)).data;
  const [adding, setAdding] = useState(false);
  const live = stages.filter((stage) => stage.state !== "cancelled");
  return (
    <>
      <PageTitle
        name={t("pipeline:flow.name")}
        aside={
          <Button look="primary" main onPress={() => setAdding(true)}>
            <Icon of={Plus} />
            {t("projects:stages.add")}
          </Button>
        }
      >
        {flows.length === 0
          ? t("pipeline:flow.title_none")
          : t("pipeline:flow.title", { n: live.length })}
      </PageTitle>
      {live.length === 0 ? (
        <Empty icon={Workflow} title={t("projects:design.no_stage")} />
      ) : (
        <Pipeline stages={live} flows={flows} />
      )}
      <p className="hint pipeline-hint">{t("pipeline:flow.hint")}</p>
      <AddStage projectId={projectId} open={adding} onClose={() => setAdding(false)} />
    </>
  );
}
