import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { Confirm } from "~/ui/dialog";
import { NumberField, RadioGroup, Select, TextField } from "~/ui/field";
import { toast } from "~/ui/toast";
import { stay } from "../data/stay";
import { People } from "./people";

type Body = Schema<"SampleIn">;
type Measure = NonNullable<Body["measure"]>;
const MEASURES = [
  "likeness",
  "iou",
  "f1",
  "exact",
  "cer",
  "bleu",
] as const satisfies readonly Measure[];
const KINDS = ["judged", "truth"] as const satisfies readonly Body["kind"][];
const STRATA = ["all", "class", "meta"] as const;

const seedOf = () => Math.floor(Math.random() * 1e9);

/** Draws a blind sample: how many, by which strata, who looks at it or what is measured. */
export function NewSample({
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
  const [kind, setKind] = useState<Body["kind"]>("judged");
  const [size, setSize] = useState(200);
  const [seed, setSeed] = useState(seedOf);
  const [strata, setStrata] = useState<(typeof STRATA)[number]>("class");
  const [key, setKey] = useState("");
  const [target, setTarget] = useState(0.95);
  const [examiners, setExaminers] = useState<number[]>([]);
  const [measure, setMeasure] = useState<Measure>("likeness");
  const [from, setFrom] = useState(0.9);
  const [wrong, setWrong] = useState(false);
  const act = async () => {
    if (strata === "meta" && key.trim() === "") {
      setWrong(true);
      return stay();
    }
    const compared = kind === "truth";
    await must(
      api.POST("/api/v1/projects/{project_id}/releases/{release_id}/samples", {
        params: { path: { project_id: projectId, release_id: releaseId } },
        body: {
          kind,
          size,
          seed,
          by: strata === "meta" ? `meta:${key.trim()}` : strata,
          target,
          examiners: compared ? [] : examiners,
          measure: compared ? measure : null,
          passes_from: compared ? from : null,
        },
      }),
    );
    await client.invalidateQueries({ queryKey: ["project", projectId] });
    toast(t("sample.drawing"));
  };
  return (
    <Confirm title={t("sample.draw")} open onClose={onClose} act={act} word={t("sample.draw")}>
      <RadioGroup
        label={t("sample.how")}
        options={KINDS.map((id) => ({ id, name: t(`sample.kinds.${id}`) }))}
        value={kind}
        onChange={(next) => setKind(next as Body["kind"])}
      />
      <div className="row g12 top">
        <NumberField
          label={t("sample.size")}
          value={size}
          minValue={1}
          maxValue={5000}
          step={1}
          onChange={setSize}
        />
        <NumberField
          label={t("sample.target")}
          value={target}
          minValue={0}
          maxValue={1}
          step={0.005}
          formatOptions={{ style: "percent", maximumFractionDigits: 1 }}
          onChange={setTarget}
        />
        <NumberField
          label={t("sample.seed")}
          value={seed}
          minValue={0}
          maxValue={Number.MAX_SAFE_INTEGER}
          step={1}
          formatOptions={{ useGrouping: false }}
          onChange={setSeed}
        />
      </div>
      <Select
        label={t("sample.strata")}
        hint={t(`sample.strata_hint.${strata}`)}
        options={STRATA.map((id) => ({ id, name: t(`sample.by.${id}`) }))}
        value={strata}
        onChange={(next) => setStrata(next as typeof strata)}
      />
      {strata === "meta" && (
        <TextField
          label={t("targets.key")}
          error={wrong ? t("sample.key_missing") : undefined}
          value={key}
          onChange={(next) => {
            setKey(next);
            setWrong(false);
          }}
          maxLength={100}
        />
      )}
      {kind === "judged" ? (
        <People projectId={projectId} chosen={examiners} onChange={setExaminers} />
      ) : (
        <div className="row g12 top">
          <Select
            label={t("sample.measure")}
            options={MEASURES.map((id) => ({ id, name: t(`measures.${id}`) }))}
            value={measure}
            onChange={(next) => setMeasure(next as Measure)}
          />
          <NumberField
            label={t("sample.passes_from")}
            value={from}
            minValue={0}
            maxValue={1}
            step={0.01}
            onChange={setFrom}
          />
        </div>
      )}
    </Confirm>
  );
}
