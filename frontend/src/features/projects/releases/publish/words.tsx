import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { DOMAINS } from "~/api/domains";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Checkbox, Select, TextField } from "~/ui/field";
import { toast } from "~/ui/toast";
import type { Stage } from "../../frame/queries";
import { type Dataset, useAnew } from "./queries";

type Body = Schema<"DatasetIn">;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const list = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

type Props = {
  projectId: number;
  open: boolean;
  onClose: () => void;
  /** The entry that is written anew; a new one without. */
  dataset?: Dataset;
  stages?: readonly Stage[];
};

/** What the public reads, in both languages. */
export function Words({ open, onClose, ...rest }: Props) {
  const { t } = useTranslation("defects");
  return (
    <Dialog title={t("publish.words")} open={open} onClose={onClose} sheet wide>
      <Form {...rest} onClose={onClose} />
    </Dialog>
  );
}

function Form({ projectId, dataset, stages = [], onClose }: Omit<Props, "open">) {
  const { t } = useTranslation("defects");
  const { t: words } = useTranslation("catalogue");
  const anew = useAnew(projectId);
  const [stage, setStage] = useState(String(dataset?.stage_id ?? stages[0]?.id ?? ""));
  const [said, setSaid] = useState({
    title_ko: dataset?.title_ko ?? "",
    title_en: dataset?.title_en ?? "",
    about_ko: dataset?.about_ko ?? "",
    about_en: dataset?.about_en ?? "",
    terms_ko: dataset?.terms_ko ?? "",
    terms_en: dataset?.terms_en ?? "",
    licence: dataset?.licence ?? "CC-BY-4.0",
    creators: dataset?.creators.join(", ") ?? "",
  });
  const [keywords, setKeywords] = useState(dataset?.keywords.join(", ") ?? "");
  const [domain, setDomain] = useState<Body["domain"]>(dataset?.domain ?? "other");
  const [from, setFrom] = useState(dataset?.improve_from ?? "");
  const [until, setUntil] = useState(dataset?.improve_until ?? "");
  const [period, setPeriod] = useState(dataset?.improve_from != null);
  const [tried, setTried] = useState(false);
  const empty = Object.values(said).some((text) => text.trim() === "");
  const badDays = period && !(DAY.test(from) && DAY.test(until) && from <= until);
  const saving = useMutation({
    mutationFn: () => {
      const body: Body = {
        ...said,
        stage_id: Number(stage),
        creators: list(said.creators),
        keywords: list(keywords),
        domain,
        improve_from: period ? from : null,
        improve_until: period ? until : null,
      };
      const path = { project_id: projectId };
      return must(
        dataset === undefined
          ? api.POST("/api/v1/projects/{project_id}/datasets", { params: { path }, body })
          : api.PUT("/api/v1/projects/{project_id}/datasets/{dataset_id}", {
              params: { path: { ...path, dataset_id: dataset.id } },
              body,
            }),
      );
    },
    onSuccess: async () => {
      toast(t("publish.saved"));
      onClose();
      await anew();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!empty && !badDays) saving.mutate();
  };
  const field = (name: keyof typeof said, label: string, rows?: number, hint?: string) => (
    <TextField
      label={label}
      hint={hint}
      {...(rows === undefined ? { maxLength: 200 } : { rows, maxLength: 8000 })}
      value={said[name]}
      onChange={(next) => setSaid({ ...said, [name]: next })}
      error={tried && said[name].trim() === "" ? t("publish.need") : undefined}
    />
  );
  return (
    <form className="col g16" noValidate onSubmit={submit}>
      {dataset === undefined && (
        <Select
          label={t("publish.stage")}
          options={stages.map((one) => ({ id: String(one.id), name: one.name }))}
          value={stage}
          onChange={(next) => next !== null && setStage(String(next))}
        />
      )}
      <div className="publish-two">
        {(["ko", "en"] as const).map((language) => (
          <fieldset key={language} className="col g16">
            <legend className="strong">{t(`publish.${language}`)}</legend>
            {field(`title_${language}`, t("publish.title_field"))}
            {field(`about_${language}`, t("publish.about"), 5)}
            {field(`terms_${language}`, t("publish.terms"), 4)}
          </fieldset>
        ))}
      </div>
      <Select
        label={t("publish.domain")}
        options={DOMAINS.map((id) => ({ id, name: words(`domain.${id}`) }))}
        value={domain}
        onChange={(next) => setDomain(DOMAINS.find((id) => id === next) ?? domain)}
      />
      {field("licence", t("publish.licence"), undefined, t("publish.licence_hint"))}
      {field("creators", t("publish.creators"), undefined, t("publish.creators_hint"))}
      <TextField
        label={t("publish.keywords")}
        maxLength={600}
        value={keywords}
        onChange={setKeywords}
      />
      <Checkbox isSelected={period} onChange={setPeriod}>
        {t("publish.improve")}
      </Checkbox>
      {period && (
        <div className="publish-two">
          <TextField
            label={t("publish.from")}
            hint={t("publish.day_hint")}
            value={from}
            onChange={setFrom}
          />
          <TextField
            label={t("publish.until")}
            value={until}
            onChange={setUntil}
            error={tried && badDays ? t("publish.need_day") : undefined}
          />
        </div>
      )}
      <Fault error={saving.error} />
      <Button type="submit" look="primary" main full busy={saving.isPending}>
        {t("publish.save")}
      </Button>
    </form>
  );
}
