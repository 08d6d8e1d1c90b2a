import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Confirm } from "~/ui/dialog";
import { NumberField, RadioGroup, TextField } from "~/ui/field";
import { toast } from "~/ui/toast";
import { stay } from "../data/stay";

const FINE = { maximumFractionDigits: 4 };

/** Writes down how far a model came. */
export function NewValidity({
  projectId,
  releaseId,
  onClose,
}: {
  projectId: number;
  releaseId: number;
  onClose: () => void;
}) {
  const { t } = useTranslation("reports");
  const client = useQueryClient();
  const [model, setModel] = useState("");
  const [metric, setMetric] = useState("");
  const [target, setTarget] = useState(Number.NaN);
  const [reached, setReached] = useState(Number.NaN);
  const [higher, setHigher] = useState<"more" | "less">("more");
  const [hash, setHash] = useState("");
  const [card, setCard] = useState("");
  const [tried, setTried] = useState(false);
  const missing = (value: string) =>
    tried && value.trim() === "" ? t("validity.missing") : undefined;
  const isHash = /^[0-9a-f]{64}$/.test(hash.trim().toLowerCase());
  const act = async () => {
    setTried(true);
    if (model.trim() === "" || metric.trim() === "" || !isHash) return stay();
    if (Number.isNaN(target) || Number.isNaN(reached)) return stay();
    await must(
      api.POST("/api/v1/projects/{project_id}/releases/{release_id}/validity", {
        params: { path: { project_id: projectId, release_id: releaseId } },
        body: {
          model: model.trim(),
          metric: metric.trim(),
          target,
          reached,
          higher: higher === "more",
          split_sha256: hash.trim().toLowerCase(),
          card,
        },
      }),
    );
    await client.invalidateQueries({ queryKey: ["project", projectId] });
    toast(t("saved"));
  };
  const figureOf = (value: number) =>
    tried && Number.isNaN(value) ? t("validity.missing") : undefined;
  return (
    <Confirm title={t("validity.add")} open onClose={onClose} act={act} word={t("save")}>
      <TextField
        label={t("validity.model")}
        error={missing(model)}
        value={model}
        onChange={setModel}
        maxLength={200}
      />
      <TextField
        label={t("validity.metric")}
        hint={t("validity.metric_hint")}
        error={missing(metric)}
        value={metric}
        onChange={setMetric}
        maxLength={200}
      />
      <div className="row g12 top">
        <NumberField
          label={t("validity.target")}
          error={figureOf(target)}
          value={target}
          step={0.0001}
          formatOptions={FINE}
          onChange={setTarget}
        />
        <NumberField
          label={t("validity.reached")}
          error={figureOf(reached)}
          value={reached}
          step={0.0001}
          formatOptions={FINE}
          onChange={setReached}
        />
      </div>
      <RadioGroup
        label={t("validity.which")}
        options={(["more", "less"] as const).map((id) => ({
          id,
          name: t(`validity.better.${id}`),
        }))}
        value={higher}
        onChange={(next) => setHigher(next as "more" | "less")}
      />
      <TextField
        label={t("validity.hash")}
        hint={t("validity.hash_hint")}
        error={tried && !isHash ? t("validity.hash_wrong") : undefined}
        value={hash}
        onChange={setHash}
        maxLength={80}
      />
      <TextField
        label={t("validity.card")}
        hint={t("validity.card_hint")}
        value={card}
        onChange={setCard}
        rows={5}
        maxLength={20_000}
      />
    </Confirm>
  );
}
