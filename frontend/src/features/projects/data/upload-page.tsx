import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ArrowLeft, Shapes } from "lucide-react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Select } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { useProjectId, useStages } from "../frame/queries";
import { Prompts } from "./prompts/prompts";
import { useJob } from "./upload/job";
import { Upload } from "./upload/upload";
import "./data.css";

/** Data on its way in: files, what would be left out of them, and the offer to open them. */
export function UploadPage() {
  const { t } = useTranslation(["data", "collecting"]);
  const projectId = useProjectId();
  const stages = useStages().filter((stage) => stage.state !== "cancelled");
  const search = useSearch({ from: "/inside/projects/$projectId/data/upload" });
  const go = useNavigate({ from: "/projects/$projectId/data/upload" });
  const params = { projectId: String(projectId) };
  const stage = stages.find((one) => one.id === search.stage_id) ?? stages[0];
  const job = useJob(projectId, stage?.id ?? 0);
  return (
    <div className="narrow">
      <Link to="/projects/$projectId/data" params={params} className="label t3 back">
        <Icon of={ArrowLeft} size={14} />
        {t("item.back")}
      </Link>
      <PageTitle name={t("upload.name")}>
        {stage?.kind === "collect" && job === null
          ? t("collecting:prompts.title")
          : t(job === null ? "upload.title" : "upload.title_going")}
      </PageTitle>
      {stage === undefined ? (
        <Empty icon={Shapes} title={t("upload.no_stage")}>
          <p>{t("upload.no_stage_hint")}</p>
          <LinkButton to="/projects/$projectId/design" params={params} look="primary">
            {t("opening.to_design")}
          </LinkButton>
        </Empty>
      ) : (
        <div className="col g16 mt-4">
          {stages.length > 1 && job === null && (
            <Select
              label={t("upload.stage")}
              value={String(stage.id)}
              onChange={(id) => go({ search: { stage_id: Number(id) }, replace: true })}
              options={stages.map((one) => ({ id: String(one.id), name: one.name }))}
            />
          )}
          {stage.kind === "collect" ? (
            <Prompts key={stage.id} stage={stage} />
          ) : (
            <Upload projectId={projectId} stageId={stage.id} />
          )}
        </div>
      )}
    </div>
  );
}
