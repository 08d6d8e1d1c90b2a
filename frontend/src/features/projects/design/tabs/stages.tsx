import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import type { Stage } from "../../frame/queries";
import { AddStage } from "../stages/add";
import { StageRow } from "../stages/row";

/** The steps of the project, whether they hand out work, and another one. */
export function StagesTab({ projectId, stages }: { projectId: number; stages: Stage[] }) {
  const { t } = useTranslation("projects");
  const [adding, setAdding] = useState(false);
  const open = stages.filter((stage) => stage.state === "open").length;
  return (
    <>
      <PageTitle
        name={t("pages.design")}
        aside={
          <Button look="primary" main onPress={() => setAdding(true)}>
            <Icon of={Plus} />
            {t("stages.add")}
          </Button>
        }
      >
        {t("design.title.stages", { n: stages.length, open })}
      </PageTitle>
      <ul className="list" aria-label={t("design.tab.stages")}>
        {stages.map((stage) => (
          <StageRow key={stage.id} stage={stage} />
        ))}
      </ul>
      <AddStage projectId={projectId} open={adding} onClose={() => setAdding(false)} />
    </>
  );
}
