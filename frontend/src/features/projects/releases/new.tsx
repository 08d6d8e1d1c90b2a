import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
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
import { deliveredAs, type Options, OptionsForm, optionsFit, ownFolders, PLAIN } from "./options";
import { type Format, nextQuery } from "./queries";
import { fits, type Shares, SharesForm, splitOf } from "./shares";
import { TemplateChoice } from "./template/choice";
import { VERSION } from "./version";

type Props = { projectId: number; open: boolean; onClose: () => void };

/** Freezes what a stage has accepted now, under a version. */
export function NewRelease({ projectId, open, onClose }: Props) {
  const { t } = useTranslation(["data", "projects", "releases"]);
  const { number } = useFormat();
  const go = useNavigate();
  const client = useQueryClient();
  // What was collected goes out with the labels of the stage that it flows into.
  const stages = useStages().filter((one) => one.kind !== "collect");
  const [typed, setTyped] = useState<string>();
  const [stageId, setStageId] = useState<number>();
  const [chosen, setChosen] = useState<Format>();
  const [templateId, setTemplateId] = useState<number>();
  const [media, setMedia] = useState(true);
  const [shares, setShares] = useState<Shares | null>(null);
  const [options, setOptions] = useState<Options>(PLAIN);
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

  const next = useQuery({
    ...nextQuery(projectId, stage?.id ?? 0),
    enabled: open && stage !== undefined,
  }).data;
  const version = typed ?? next?.version ?? "";

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
    const template = format === "template" ? templateId : undefined;
    if (format === undefined || (format === "template" && template === undefined)) return stay();
    setTried(true);
    const split = ownFolders(format) ? null : shares;
    if ((split !== null && !fits(split)) || !optionsFit(options)) return stay();
    const made = await must(
      api.POST("/api/v1/projects/{project_id}/releases", {
        params: { path: { project_id: projectId } },
        body: {
          version,
          stage_id: stage.id,
          format,
          template_id: template,
          media,
          split: splitOf(split),
          ...deliveredAs(options, format),
        },
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
        hint={
          next?.previous
            ? t(`releases:proposed${next.schema_changed ? "_major" : ""}` as "releases:proposed", {
                version: next.previous,
              })
            : t("releases.version_hint")
        }
        error={wrong ? t("releases.version_wrong") : undefined}
        value={version}
        maxLength={40}
        onChange={(text) => {
          setTyped(text);
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
      {format === "template" && (
        <TemplateChoice projectId={projectId} chosen={templateId} onChoose={setTemplateId} />
      )}
      <Checkbox isSelected={media} onChange={setMedia}>
        {t("releases.media")}
        <small className="hint block">{t("releases.media_hint")}</small>
      </Checkbox>
      {!ownFolders(format) && (
        <SharesForm
          projectId={projectId}
          stageId={stage.id}
          shares={shares}
          tried={tried}
          onChange={setShares}
        />
      )}
      <OptionsForm format={format} options={options} tried={tried} onChange={setOptions} />
    </Confirm>
  );
}
