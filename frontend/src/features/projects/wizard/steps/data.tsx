import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, FileText } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Note } from "~/ui/fault";
import { Prompts } from "../../data/prompts/prompts";
import { useJob } from "../../data/upload/job";
import { Upload } from "../../data/upload/upload";
import { importedQuery, useWizard } from "../state";
import { StepFrame } from "../step-frame";

/** What the stage works on: data that is uploaded, or prompts for data that is not there yet. */
export function Data() {
  const { stage } = useWizard();
  return stage.kind === "collect" ? <PromptData /> : <FileData />;
}

function PromptData() {
  const { t } = useTranslation(["collecting", "projects", "common"]);
  const { number } = useFormat();
  const { project, stage, go } = useWizard();
  const items = useQuery(importedQuery(project.id, stage.id)).data?.items ?? 0;
  return (
    <StepFrame
      id="data"
      hint={t("collecting:prompts.wizard_hint")}
      quiet={items === 0}
      word={items === 0 ? t("collecting:prompts.later") : t("common:next")}
    >
      {items > 0 && (
        <Note icon={CircleCheck} tone="ok">
          <p className="strong">{t("collecting:prompts.there", { n: number(items) })}</p>
        </Note>
      )}
      {stage.schema_version === null ? (
        <Note icon={FileText}>
          <p>{t("collecting:prompts.needs_labels")}</p>
          <Button look="text" onPress={() => go("classes")}>
            {t("projects:wizard.data_text_go")}
          </Button>
        </Note>
      ) : (
        <Prompts stage={stage} opening={false} />
      )}
    </StepFrame>
  );
}

/** The data: dragged in as a folder, a zip or files. Texts come after the labels that ask for them. */
function FileData() {
  const { t } = useTranslation(["projects", "common"]);
  const { number } = useFormat();
  const { project, stage, go } = useWizard();
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
      {items === 0 && stage.schema_version === null && (
        <Note icon={FileText}>
          <p>{t("wizard.data_text")}</p>
          <Button look="text" onPress={() => go("classes")}>
            {t("wizard.data_text_go")}
          </Button>
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
