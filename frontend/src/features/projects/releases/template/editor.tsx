import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { BackLink } from "~/ui/back-link";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { RadioGroup, TextField } from "~/ui/field";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { useProjectId } from "../../frame/queries";
import { Faults } from "./faults";
import { Lists } from "./lists";
import { type Definition, listsOf, type Row } from "./model";
import { Shown } from "./preview";
import { type Template, templateQuery } from "./queries";
import { Rows } from "./rows";
import { SchemaField } from "./schema";
import "./template.css";

/** One template: what is written where, tried on a real item at every change. */
export function TemplatePage() {
  const projectId = useProjectId();
  const { templateId } = useParams({
    from: "/inside/projects/$projectId/releases/templates/$templateId",
  });
  const template = useSuspenseQuery(templateQuery(projectId, Number(templateId))).data;
  return <Editor key={template.id} projectId={projectId} template={template} />;
}

function Editor({ projectId, template }: { projectId: number; template: Template }) {
  const { t } = useTranslation(["templates", "common"]);
  const go = useNavigate();
  const client = useQueryClient();
  const [name, setName] = useState(template.name);
  const [definition, setDefinition] = useState(template.definition as Definition);
  const [schema, setSchema] = useState<{ text: string; wrong: boolean }>({
    text: shown(definition.schema),
    wrong: false,
  });
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const [leaving, setLeaving] = useState(false);
  const gone = template.retired_at !== null;
  const path = { project_id: projectId, template_id: template.id };
  const set = (next: Partial<Definition>) => {
    setFault(undefined);
    setDefinition({ ...definition, ...next });
  };
  const setRows = (rows: Row[]) => set({ rows, lists: listsOf(rows, definition.lists ?? []) });
  const writeSchema = (text: string) => {
    try {
      const read: unknown = text.trim() === "" ? undefined : JSON.parse(text);
      const fits = read === undefined || (typeof read === "object" && !Array.isArray(read));
      setSchema({ text, wrong: !fits });
      if (fits) set({ schema: read as Definition["schema"] });
    } catch {
      setSchema({ text, wrong: true });
    }
  };
  const save = async () => {
    setBusy(true);
    try {
      const kept = await must(
        api.PUT("/api/v1/projects/{project_id}/templates/{template_id}", {
          params: { path },
          body: { name: name.trim(), definition },
        }),
      );
      client.setQueryData(templateQuery(projectId, template.id).queryKey, kept);
      await client.invalidateQueries({ queryKey: ["project", projectId, "templates"] });
      toast(t("saved", { n: kept.version }));
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  const retire = async () => {
    await must(
      api.DELETE("/api/v1/projects/{project_id}/templates/{template_id}", { params: { path } }),
    );
    await go({
      to: "/projects/$projectId/releases/templates",
      params: { projectId: String(projectId) },
    });
    await client.invalidateQueries({ queryKey: ["project", projectId, "templates"] });
  };
  return (
    <>
      <BackLink
        to="/projects/$projectId/releases/templates"
        params={{ projectId: String(projectId) }}
      >
        {t("name")}
      </BackLink>
      <PageTitle
        name={template.name}
        aside={
          !gone && (
            <div className="row g8">
              <Button look="ghost" onPress={() => setLeaving(true)}>
                {t("retire")}
              </Button>
              <Button
                look="primary"
                main
                busy={busy}
                isDisabled={schema.wrong || name.trim() === ""}
                onPress={save}
              >
                {t("common:save")}
              </Button>
            </div>
          )
        }
      >
        {template.name}
      </PageTitle>
      {gone && <p className="note warn">{t("gone")}</p>}
      <Faults error={fault} />
      <div className="template-desk">
        <div className="col g24">
          <TextField label={t("called")} value={name} maxLength={100} onChange={setName} />
          <RadioGroup
            label={t("per.name")}
            value={definition.per ?? "item"}
            onChange={(per) => set({ per: per as Definition["per"] })}
            options={(["item", "annotation"] as const).map((id) => ({
              id,
              name: t(`per.${id}`),
              detail: t(`per.${id}_hint`),
            }))}
          />
          <Rows rows={definition.rows} onChange={setRows} />
          <Lists lists={definition.lists ?? []} onChange={(lists) => set({ lists })} />
          <SchemaField
            projectId={projectId}
            definition={definition}
            text={schema.text}
            wrong={schema.wrong}
            onChange={writeSchema}
          />
        </div>
        <Shown projectId={projectId} definition={definition} />
      </div>
      <Confirm
        title={t("retire_title")}
        open={leaving}
        onClose={() => setLeaving(false)}
        act={retire}
        word={t("retire")}
        danger
      >
        <p>{t("retire_means")}</p>
      </Confirm>
    </>
  );
}

const shown = (schema: Definition["schema"]): string =>
  schema === undefined ? "" : JSON.stringify(schema, null, 2);
