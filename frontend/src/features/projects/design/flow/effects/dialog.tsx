import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { toast } from "~/ui/toast";
import type { Stage } from "../../../frame/queries";
import { schemaQuery } from "../../versions";
import { usePipeline } from "../queries";
import { EffectsForm } from "./form";
import type { Effects } from "./model";

/** Settles what the marks of a refine stage do to the file that goes on. */
export function EffectsDialog({ stage, onClose }: { stage: Stage; onClose: () => void }) {
  const { t } = useTranslation(["pipeline", "common"]);
  const schema = useQuery(schemaQuery(stage));
  const pipeline = usePipeline(stage.project_id);
  const [effects, setEffects] = useState<Effects>((stage.effects ?? {}) as Effects);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>();
  const save = async () => {
    setBusy(true);
    setFailed(undefined);
    try {
      await pipeline.stage(stage.id, {
        effects: Object.keys(effects).length === 0 ? null : effects,
      });
      toast(t("common:saved"));
      onClose();
    } catch (error) {
      setFailed(error);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t("pipeline:effects.title_of", { name: stage.name })}
      open
      onClose={onClose}
      wide
    >
      <p className="t2">{t("pipeline:effects.means")}</p>
      <Fault error={schema.error} retry={() => schema.refetch()} />
      {schema.isPending && <Skeleton lines={4} />}
      {schema.data === null && <p>{t("pipeline:split.no_labels")}</p>}
      {schema.data && <EffectsForm schema={schema.data} effects={effects} onChange={setEffects} />}
      <Fault error={failed} />
      <footer className="row">
        <Button onPress={onClose} className="grow">
          {t("common:cancel")}
        </Button>
        <Button
          look="primary"
          busy={busy}
          isDisabled={!schema.data}
          onPress={save}
          className="grow"
        >
          {t("common:save")}
        </Button>
      </footer>
    </Dialog>
  );
}
