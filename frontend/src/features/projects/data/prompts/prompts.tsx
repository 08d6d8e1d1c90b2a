import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "~/ui/button";
import { Skeleton } from "~/ui/fault";
import { Segments } from "~/ui/segments";
import { schemaQuery } from "../../design/versions";
import type { Stage } from "../../frame/queries";
import { useJob } from "../upload/job";
import { Upload } from "../upload/upload";
import { ByHand } from "./by-hand";

/** What people are asked for: written by hand, or from a file. */
export function Prompts({
  stage,
  opening = true,
  onImported,
}: {
  stage: Stage;
  opening?: boolean;
  onImported?: () => void;
}) {
  const { t } = useTranslation("collecting");
  const client = useQueryClient();
  const schema = useQuery(schemaQuery(stage));
  const job = useJob(stage.project_id, stage.id);
  const [by, setBy] = useState<"hand" | "file">("hand");
  if (schema.isPending) return <Skeleton lines={4} />;
  if (schema.data === null)
    return (
      <div className="col g12">
        <p>{t("prompts.needs_labels")}</p>
        <div>
          <LinkButton
            to="/projects/$projectId/design"
            params={{ projectId: String(stage.project_id) }}
            search={{ tab: "labels", stage: stage.id }}
            look="primary"
          >
            {t("prompts.needs_labels_go")}
          </LinkButton>
        </div>
      </div>
    );
  const again = () => {
    void client.invalidateQueries({ queryKey: ["project", stage.project_id] });
    onImported?.();
  };
  return (
    <div className="col g16">
      {job === null && (
        <Segments
          label={t("prompts.by")}
          parts={[
            { id: "hand", word: t("prompts.by_hand") },
            { id: "file", word: t("prompts.by_file") },
          ]}
          chosen={by}
          onChoose={setBy}
        />
      )}
      {by === "hand" && job === null ? (
        <ByHand stage={stage} />
      ) : (
        <>
          {job === null && <p className="hint">{t("prompts.file_hint")}</p>}
          <Upload
            projectId={stage.project_id}
            stageId={stage.id}
            opening={opening}
            check={job === null}
            onImported={again}
          />
        </>
      )}
    </div>
  );
}
