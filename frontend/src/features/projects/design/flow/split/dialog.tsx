import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { toast } from "~/ui/toast";
import type { Stage } from "../../../frame/queries";
import type { Modality } from "../../labels/kinds/facts";
import { schemaQuery } from "../../versions";
import { type Flow, usePipeline } from "../queries";
import { SplitForm } from "./form";
import { draftOf, faultOf, type Split, splitOf } from "./model";
import { SplitPreview } from "./preview";

/** Settles how a stage cuts its items, and shows how many tasks that makes. */
export function SplitDialog({
  stage,
  stages,
  flows,
  onClose,
}: {
  stage: Stage;
  stages: readonly Stage[];
  flows: readonly Flow[];
  onClose: () => void;
}) {
  const { t } = useTranslation("pipeline");
  const schema = useQuery(schemaQuery(stage));
  const modality = schema.data?.modality;
  return (
    <Dialog title={t("split.title_of", { name: stage.name })} open onClose={onClose} wide>
      <Fault error={schema.error} retry={() => schema.refetch()} />
      {schema.isPending && <Skeleton lines={5} />}
      {schema.data === null && <p>{t("split.no_labels")}</p>}
      {modality !== undefined && (
        <Settle stage={stage} stages={stages} flows={flows} modality={modality} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Settle({
  stage,
  stages,
  flows,
  modality,
  onClose,
}: {
  stage: Stage;
  stages: readonly Stage[];
  flows: readonly Flow[];
  modality: Modality;
  onClose: () => void;
}) {
  const { t } = useTranslation(["pipeline", "common"]);
  const pipeline = usePipeline(stage.project_id);
  const [draft, setDraft] = useState(() => draftOf(stage.split as Split | null, modality));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>();
  const before = stages.filter((one) =>
    flows.some((flow) => flow.to_id === stage.id && flow.from_id === one.id),
  );
  const sources = useQueries({ queries: before.map((one) => schemaQuery(one)) }).flatMap(
    ({ data }, at) => (data ? [{ stage: before[at]?.name ?? "", schema: data }] : []),
  );
  const fault = faultOf(draft);
  const split = splitOf(draft);
  const save = async () => {
    setTried(true);
    if (fault !== null) return;
    setBusy(true);
    setFailed(undefined);
    try {
      await pipeline.stage(stage.id, { split });
      toast(t("common:saved"));
      onClose();
    } catch (error) {
      setFailed(error);
      setBusy(false);
    }
  };
  return (
    <>
      <SplitForm
        draft={draft}
        modality={modality}
        sources={sources}
        fault={tried ? fault : null}
        onChange={setDraft}
      />
      {split !== null && fault === null && (
        <SplitPreview stage={stage} split={split} modality={modality} />
      )}
      <p className="hint">{t("pipeline:split.means")}</p>
      <Fault error={failed} />
      <footer className="row">
        <Button onPress={onClose} className="grow">
          {t("common:cancel")}
        </Button>
        <Button look="primary" busy={busy} onPress={save} className="grow">
          {t("common:save")}
        </Button>
      </footer>
    </>
  );
}
