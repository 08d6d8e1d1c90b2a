import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Confirm, Dialog } from "~/ui/dialog";
import { Checkbox, RadioGroup, Select, TextField } from "~/ui/field";
import { OnlyLots } from "../confidence/only-lots";
import { progressQuery } from "../data/queries";
import { stay } from "../data/stay";
import { schemaQuery } from "../design/versions";
import { useStages } from "../frame/queries";
import { type Fitting, formatsFor } from "./formats";
import type { Format } from "./queries";
import { fits, type Shares, SharesForm, splitOf } from "./shares";
import { following, VERSION } from "./version";

type Props = { projectId: number; open: boolean; last: string | undefined; onClose: () => void };

/** Freezes what a stage has accepted now, under a version. */
export function NewRelease({ projectId, open, last, onClose }: Props) {
  const { t } = useTranslation(["data", "projects"]);
  const { number } = useFormat();
  const go = useNavigate();
  const client = useQueryClient();
  // What was collected goes out with the labels of the stage that it flows into.
  const stages = useStages().filter((one) => one.kind !== "collect");
  const [version, setVersion] = useState("");
  const [stageId, setStageId] = useState<number>();
  const [chosen, setChosen] = useState<Format>();
  const [media, setMedia] = useState(true);
  const [shares, setShares] = useState<Shares | null>(null);
  const [tried, setTried] = useState(false);
  const [wrong, setWrong] = useState(false);
  const stage = stages.find((one) => one.id === stageId) ?? stages[0];
  const counts = useQuery({
    ...progressQuery(projectId, stage?.id ?? 0),
    enabled: open && stage !== undefined,
  }).data;
  const asked = open && stage !== undefined ? [schemaQuery(stage)] : [];
  const formats = formatsFor(useQueries({ queries: asked })[0]?.data);
  const format = formats.some((one) => one.id === chosen) ? chosen : formats[0]?.id;
  const ready = (counts?.items.accepted ?? 0) + (counts?.items.released ?? 0);

  useEffect(() => {
    if (open) setVersion(following(last));
  }, [open, last]);

  if (stage === undefined)
    return (
      <Dialog title={t("releases.new_title")} open={open} onClose={onClose}>
        <p>{t("releases.no_stage")}</p>
      </Dialog>
    );
  const make = async () => {
    if (!VERSION.test(version)) {
      setWrong(true);
      return stay();
    }
    if (format === undefined) return stay();
    setTried(true);
    if (shares !== null && !fits(shares)) return stay();
    const made = await must(
      api.POST("/api/v1/projects/{project_id}/releases", {
        params: { path: { project_id: projectId } },
        body: { version, stage_id: stage.id, format, media, split: splitOf(shares) },
      }),
    );
    await client.invalidateQueries({ queryKey: ["project", projectId, "releases"] });
    await go({
      to: "/projects/$projectId/releases/$releaseId",
      params: { projectId: String(projectId), releaseId: String(made.id) },
    });
  };
  const detail = ({ id, bends, lacks }: Fitting) => {
    const words = (kinds: Fitting["lacks"]) =>
      kinds.map((kind) => t(`projects:labels.kind.${kind}`));
    return [
      t(`releases.format_hint.${id}`),
      bends.length > 0 && t("releases.format_bends", { kinds: words(bends).join(", ") }),
      lacks.length > 0 && t("releases.format_lacks", { kinds: words(lacks).join(", ") }),
    ]
      .filter(Boolean)
      .join(" ");
  };
  return (
    <Confirm
      title={t("releases.new_title")}
      open={open}
      onClose={onClose}
      act={make}
      word={t("releases.make")}
    >
      <p className="t2">
        {counts === undefined
          ? t("releases.new_means")
          : t("releases.new_holds", { n: number(ready) })}
      </p>
      <TextField
        label={t("releases.version")}
        hint={t("releases.version_hint")}
        error={wrong ? t("releases.version_wrong") : undefined}
        value={version}
        maxLength={40}
        onChange={(next) => {
          setVersion(next);
          setWrong(false);
        }}
      />
      {stages.length > 1 && (
        <Select
          label={t("stages.name")}
          value={String(stage.id)}
          onChange={(id) => setStageId(Number(id))}
          options={stages.map((one) => ({ id: String(one.id), name: one.name }))}
        />
      )}
      {stage.quality?.limit != null && <OnlyLots stage={stage} />}
      <RadioGroup
        label={t("batches.format")}
        value={format ?? null}
        onChange={(next) => setChosen(next as Format)}
        options={formats.map((one) => ({
          id: one.id,
          name: t(`releases.formats.${one.id}`),
          detail: detail(one),
        }))}
      />
      <Checkbox isSelected={media} onChange={setMedia}>
        {t("releases.media")}
        <small className="hint block">{t("releases.media_hint")}</small>
      </Checkbox>
      <SharesForm shares={shares} tried={tried} onChange={setShares} />
    </Confirm>
  );
}
