import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Select, TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { type Stage, stagesQuery } from "../../frame/queries";
import { FIRST_STAGE } from "../stages/first";
import { StageRow } from "../stages/row";

const KINDS = ["label", "refine", "collect"] as const;

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
      <Dialog title={t("stages.add")} open={adding} onClose={() => setAdding(false)}>
        <Add projectId={projectId} onDone={() => setAdding(false)} />
      </Dialog>
    </>
  );
}

function Add({ projectId, onDone }: { projectId: number; onDone: () => void }) {
  const { t } = useTranslation("projects");
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [kind, setKind] = useState<(typeof KINDS)[number]>("label");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === "") return;
    setBusy(true);
    setFault(undefined);
    try {
      await must(
        api.POST("/api/v1/projects/{project_id}/stages", {
          params: { path: { project_id: projectId } },
          body: { ...FIRST_STAGE, name: name.trim(), kind },
        }),
      );
      await client.invalidateQueries({ queryKey: stagesQuery(projectId).queryKey });
      toast(t("stages.added"));
      onDone();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} className="col g16" noValidate>
      <TextField
        label={t("stages.name")}
        hint={t("stages.name_hint")}
        value={name}
        onChange={setName}
        maxLength={200}
        autoFocus
        error={tried && name.trim() === "" ? t("stages.fault") : undefined}
      />
      <Select
        label={t("stages.what")}
        options={KINDS.map((id) => ({
          id,
          name: t(`stages.kind.${id}`),
          detail: t(`stages.kind_hint.${id}`),
        }))}
        value={kind}
        onChange={(next) => setKind(next as (typeof KINDS)[number])}
      />
      <Fault error={fault} />
      <Button type="submit" look="primary" main full busy={busy}>
        {t("stages.put")}
      </Button>
    </form>
  );
}
