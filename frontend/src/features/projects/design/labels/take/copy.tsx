import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { readSchema, type Schema } from "~/annotate/core/doc";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { Select } from "~/ui/field";
import { type Stage, stagesQuery } from "../../../frame/queries";
import { schemaQuery } from "../../versions";
import { Summary } from "./summary";

const MANY = 200; // projects to choose from; the newest

/** The label schema of another stage, of this project or another, to begin with. */
export function CopyDialog({
  stage,
  onClose,
  onTake,
}: {
  stage: Stage;
  onClose: () => void;
  onTake: (schema: Schema) => void;
}) {
  const { t } = useTranslation(["projects", "common"]);
  const [project, setProject] = useState<number | null>(null);
  const [from, setFrom] = useState<number | null>(null);
  const projects = useQuery({
    queryKey: ["projects", "to_copy"],
    queryFn: async () =>
      (await must(api.GET("/api/v1/projects", { params: { query: { limit: MANY } } }))).items,
  });
  const stages = useQuery({
    ...stagesQuery(project ?? 0),
    enabled: project !== null,
    select: (rows) => rows.filter((one) => one.schema_version !== null && one.id !== stage.id),
  });
  const chosen = stages.data?.find((one) => one.id === from);
  const schema = useQuery({ ...schemaQuery(chosen ?? stage), enabled: chosen !== undefined });
  const found = chosen !== undefined && schema.data ? readSchema(schema.data) : null;
  return (
    <Dialog title={t("labels.copy.title")} open onClose={onClose}>
      <Fault error={projects.error ?? stages.error ?? schema.error} />
      {projects.isPending && <Skeleton lines={2} />}
      {projects.data && (
        <Select
          label={t("labels.copy.project")}
          options={projects.data.map((one) => ({ id: String(one.id), name: one.name }))}
          value={project === null ? null : String(project)}
          onChange={(key) => {
            setProject(Number(key));
            setFrom(null);
          }}
        />
      )}
      {stages.data?.length === 0 && <p className="hint">{t("labels.copy.none")}</p>}
      {stages.data && stages.data.length > 0 && (
        <Select
          label={t("design.stage")}
          options={stages.data.map((one) => ({ id: String(one.id), name: one.name }))}
          value={from === null ? null : String(from)}
          onChange={(key) => setFrom(Number(key))}
        />
      )}
      {found !== null && <Summary schema={found} />}
      <footer className="row">
        <Button onPress={onClose} className="grow">
          {t("common:cancel")}
        </Button>
        <Button
          look="primary"
          isDisabled={found === null}
          onPress={() => {
            if (found !== null) onTake(found);
            onClose();
          }}
          className="grow"
        >
          {t("gallery.take")}
        </Button>
      </footer>
    </Dialog>
  );
}
