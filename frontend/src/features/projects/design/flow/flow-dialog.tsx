import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Select } from "~/ui/field";
import { toast } from "~/ui/toast";
import type { Stage } from "../../frame/queries";
import { schemaQuery } from "../versions";
import { conditionOf, draftOf, faultOf, NO_CONDITION } from "./condition";
import { ConditionForm } from "./condition-form";
import { useConditionWords } from "./condition-words";
import { targetsOf } from "./layout";
import { type Flow, usePipeline } from "./queries";

/** A way from one stage to another, and which answers take it; a new one, or one that is there. */
export function FlowDialog({
  stage,
  stages,
  flows,
  flow,
  onClose,
}: {
  stage: Stage;
  stages: readonly Stage[];
  flows: readonly Flow[];
  flow: Flow | null;
  onClose: () => void;
}) {
  const { t } = useTranslation(["pipeline", "common"]);
  const schema = useQuery(schemaQuery(stage)).data;
  const pipeline = usePipeline(stage.project_id);
  // The flows are read again while this is open: which one it is, its two ends say.
  const others = flows.filter((one) => one.from_id !== flow?.from_id || one.to_id !== flow.to_id);
  const targets = targetsOf(stage.id, stages, others).filter((one) => one.kind !== "collect");
  const [to, setTo] = useState(flow?.to_id ?? targets[0]?.id);
  const [draft, setDraft] = useState(
    () => (flow?.condition ? draftOf(flow.condition) : NO_CONDITION) ?? NO_CONDITION,
  );
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState<"save" | "drop" | null>(null);
  const [failed, setFailed] = useState<unknown>();
  const sentence = useConditionWords(stage)(conditionOf(draft));
  const put = async (what: "save" | "drop") => {
    setTried(true);
    if (to === undefined || (what === "save" && faultOf(draft))) return;
    setBusy(what);
    setFailed(undefined);
    const own = { from_id: stage.id, to_id: to, condition: conditionOf(draft) };
    try {
      await pipeline.flows(what === "drop" ? others : [...others, own]);
      toast(t(what === "drop" ? "pipeline:flow.dropped" : "common:saved"));
      onClose();
    } catch (error) {
      setFailed(error);
      setBusy(null);
    }
  };
  return (
    <Dialog title={t("pipeline:flow.from", { name: stage.name })} open onClose={onClose} wide>
      <Select
        label={t("pipeline:flow.to")}
        options={targets.map((one) => ({
          id: String(one.id),
          name: one.name,
          detail: t(`pipeline:flow.kind.${one.kind}`),
        }))}
        value={to === undefined ? null : String(to)}
        onChange={(next) => setTo(Number(next))}
      />
      <section className="col g8">
        <h3 className="strong">{t("pipeline:condition.title")}</h3>
        {schema ? (
          <ConditionForm schema={schema} draft={draft} tried={tried} onChange={setDraft} />
        ) : (
          <p className="hint">{t("pipeline:condition.no_schema")}</p>
        )}
        <p className="note" aria-live="polite">
          {sentence}
        </p>
      </section>
      <p className="hint">{t("pipeline:flow.means")}</p>
      <Fault error={failed} />
      <footer className="row wrap">
        {flow !== null && (
          <Button look="danger" busy={busy === "drop"} onPress={() => put("drop")}>
            {t("pipeline:flow.drop")}
          </Button>
        )}
        <span className="grow" />
        <Button onPress={onClose}>{t("common:cancel")}</Button>
        <Button look="primary" busy={busy === "save"} onPress={() => put("save")}>
          {t("common:save")}
        </Button>
      </footer>
    </Dialog>
  );
}
