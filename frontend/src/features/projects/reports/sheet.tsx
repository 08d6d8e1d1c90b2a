import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { FileCode, FileText } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { type ProfileAxis, useProfileWords } from "~/i18n/profile";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { NumberField, TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { useMakes } from "../frame/manages";
import { useProject } from "../frame/queries";
import { paperOf, type Sheet, sheetQuery } from "./queries";

const SECTIONS = [
  "description",
  "collection",
  "processing",
  "uses",
  "limits",
  "licence",
  "contact",
] as const;

type Props = { projectId: number; releaseId: number };

/** The data sheet of a release: what a manager writes, and the figures that come by themselves. */
export function DataSheet({ projectId, releaseId }: Props) {
  const { t, i18n } = useTranslation("reports");
  const query = sheetQuery(projectId, releaseId);
  const { data: sheet } = useSuspenseQuery(query);
  const makes = useMakes(useProject());
  const client = useQueryClient();
  const [texts, setTexts] = useState(sheet.texts);
  const [least, setLeast] = useState(sheet.least);
  const save = useMutation({
    mutationFn: () =>
      must(
        api.PUT("/api/v1/projects/{project_id}/releases/{release_id}/sheet", {
          params: { path: { project_id: projectId, release_id: releaseId } },
          body: { texts, least },
        }),
      ),
    onSuccess: (kept) => {
      client.setQueryData(query.queryKey, kept);
      toast(t("saved"));
    },
  });
  const paper = (of: "sheet/pdf" | "sheet/markdown") =>
    paperOf(projectId, releaseId, of, i18n.language);
  return (
    <div className="narrow">
      <PageTitle
        name={t("tabs.sheet")}
        aside={
          <div className="row wrap">
            <a className="btn line" href={paper("sheet/pdf")} download>
              <Icon of={FileText} size={16} />
              {t("sheet.pdf")}
            </a>
            <a className="btn line" href={paper("sheet/markdown")} download>
              <Icon of={FileCode} size={16} />
              {t("sheet.markdown")}
            </a>
          </div>
        }
      >
        {sheet.written_at === null
          ? t("sheet.title_none", { version: sheet.version })
          : t("sheet.title", { version: sheet.version })}
      </PageTitle>
      <div className="col g32 mt-3">
        <Figures sheet={sheet} />
        <section className="col g16">
          <h2 className="title">{t("sheet.texts")}</h2>
          <p className="hint">{t("sheet.texts_hint")}</p>
          {SECTIONS.map((name) => (
            <fieldset key={name} className="col g8">
              <legend className="strong report-legend">{t(`sheet.sections.${name}`)}</legend>
              <div className="report-both">
                {(["ko", "en"] as const).map((language) => (
                  <TextField
                    key={language}
                    label={t(`sheet.in.${language}`)}
                    value={texts[name]?.[language] ?? ""}
                    onChange={(said) =>
                      setTexts((all) => ({
                        ...all,
                        [name]: { ...all[name], [language]: said },
                      }))
                    }
                    rows={3}
                    maxLength={20_000}
                    isDisabled={!makes}
                  />
                ))}
              </div>
            </fieldset>
          ))}
          <div className="report-both">
            <NumberField
              label={t("sheet.least")}
              hint={t("sheet.least_hint")}
              value={least}
              minValue={5}
              maxValue={1000}
              step={1}
              onChange={setLeast}
              isDisabled={!makes}
            />
          </div>
          <Fault error={save.error} />
          {makes && (
            <div>
              <Button look="primary" busy={save.isPending} onPress={() => save.mutate()}>
                {t("save")}
              </Button>
            </div>
          )}
        </section>
      </div>
    </div>
  );
}

/** What comes by itself: how much there is, who agreed, how people are made up. */
function Figures({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation("reports");
  const { number } = useFormat();
  const words = useProfileWords();
  const few = t("sheet.few", { n: number(sheet.least) });
  const people = (n: number | null) => (n === null ? few : number(n));
  return (
    <section className="col g12">
      <h2 className="title">{t("sheet.figures")}</h2>
      {sheet.content === null && <p className="hint">{t("sheet.not_counted")}</p>}
      <dl className="report-metrics">
        <Pair name={t("sheet.items")} value={sheet.items === null ? "–" : number(sheet.items)} />
        {sheet.content !== null && (
          <Pair name={t("sheet.marks")} value={number(sheet.content.marks)} />
        )}
        <Pair name={t("sheet.people")} value={people(sheet.people)} />
        <Pair name={t("sheet.signed")} value={number(sheet.facts.signatures ?? 0)} />
        <Pair name={t("sheet.withdrawn")} value={number(sheet.facts.withdrawals ?? 0)} />
      </dl>
      {Object.entries(sheet.groups).map(([axis, rows]) => (
        <p key={axis} className="label">
          <span className="strong">{words.axis(axis as ProfileAxis)}</span>{" "}
          {rows
            .map((row) => `${words.value(axis as ProfileAxis, row.value)} ${people(row.people)}`)
            .join(" · ")}
        </p>
      ))}
    </section>
  );
}

const Pair = ({ name, value }: { name: string; value: string }) => (
  <div className="col g4">
    <dt className="label t2">{name}</dt>
    <dd className="report-figure">{value}</dd>
  </div>
);
