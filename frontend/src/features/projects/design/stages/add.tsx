import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Select, TextField } from "~/ui/field";
import { toast } from "~/ui/toast";
import { stagesQuery } from "../../frame/queries";
import { FIRST_STAGE } from "./first";

const KINDS = ["label", "refine", "collect"] as const;

/** Asks for another stage's name and kind, and makes it. */
export function AddStage({
  projectId,
  open,
  onClose,
}: {
  projectId: number;
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation("projects");
  return (
    <Dialog title={t("stages.add")} open={open} onClose={onClose}>
      <Add projectId={projectId} onDone={onClose} />
    </Dialog>
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
