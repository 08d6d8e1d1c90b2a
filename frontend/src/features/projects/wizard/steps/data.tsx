import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Note } from "~/ui/fault";
import { useJob } from "../../data/upload/job";
import { Upload } from "../../data/upload/upload";
import { importedQuery, useWizard } from "../state";
import { StepFrame } from "../step-frame";

/** The pictures: dragged in as a folder, a zip or files. */
export function Data() {
  const { t } = useTranslation(["projects", "common"]);
  const { number } = useFormat();
  const { project, stage } = useWizard();
  const client = useQueryClient();
  const imported = useQuery(importedQuery(project.id, stage.id)).data;
  const items = imported?.items ?? 0;
  const sending = useJob(project.id, stage.id) !== null;
  return (
    <StepFrame
      id="data"
      hint={t("wizard.data_hint")}
      quiet={items === 0}
      word={items === 0 && !sending ? t("wizard.data_later") : t("common:next")}
    >
      {items > 0 && !sending && (
        <Note icon={CircleCheck} tone="ok">
          <p className="strong">{t("wizard.data_there", { n: number(items) })}</p>
        </Note>
      )}
      <Upload
        projectId={project.id}
        stageId={stage.id}
        check={false}
        opening={false}
        onImported={() =>
          client.invalidateQueries({ queryKey: ["project", project.id, "stage", stage.id] })
        }
      />
    </StepFrame>
  );
}
