import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Select, TextField } from "~/ui/field";
import { toast } from "~/ui/toast";
import { type Dataset, readyQuery, useAnew } from "./queries";

type Props = { projectId: number; dataset: Dataset };

/** The releases on offer, and another one. */
export function Versions({ projectId, dataset }: Props) {
  const { t, i18n } = useTranslation("defects");
  const { number, day } = useFormat();
  const anew = useAnew(projectId);
  const [offering, setOffering] = useState(false);
  const taking = useMutation({
    mutationFn: (releaseId: number) =>
      must(
        api.DELETE("/api/v1/projects/{project_id}/datasets/{dataset_id}/versions/{release_id}", {
          params: {
            path: { project_id: projectId, dataset_id: dataset.id, release_id: releaseId },
          },
        }),
      ),
    onSuccess: async () => {
      toast(t("publish.taken_back"));
      await anew();
    },
  });
  return (
    <section className="col g8">
      <div className="row between wrap">
        <h3 className="strong">{t("publish.versions")}</h3>
        <Button onPress={() => setOffering(true)}>{t("publish.offer")}</Button>
      </div>
      <p className="label t2">{t("publish.versions_hint")}</p>
      {dataset.versions.length === 0 ? (
        <p className="t2">{t("publish.no_versions")}</p>
      ) : (
        <ul className="list">
          {dataset.versions.map((one) => (
            <li key={one.release_id}>
              <div className="grow">
                <b>v{one.version}</b>
                <p className="label t2">{i18n.language === "en" ? one.notes_en : one.notes_ko}</p>
                <p className="label t3">
                  {one.offered
                    ? one.statistics === null
                      ? t("publish.counting")
                      : `${number(one.items)} · ${day(one.offered_at)}`
                    : t("publish.shut")}
                </p>
              </div>
              <Button
                look="ghost"
                aria-label={t("publish.take_back_of", { version: one.version })}
                onPress={() => taking.mutate(one.release_id)}
              >
                {t("publish.take_back")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Fault error={taking.error} />
      <Dialog title={t("publish.offer")} open={offering} onClose={() => setOffering(false)}>
        <Offer projectId={projectId} dataset={dataset} onClose={() => setOffering(false)} />
      </Dialog>
    </section>
  );
}

function Offer({ projectId, dataset, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation("defects");
  const { day } = useFormat();
  const anew = useAnew(projectId);
  const ready = useQuery(readyQuery(projectId, dataset.stage_id)).data ?? [];
  const others = ready.filter((row) => !dataset.versions.some((one) => one.release_id === row.id));
  const [chosen, setChosen] = useState<string | null>(null);
  const [ko, setKo] = useState("");
  const [en, setEn] = useState("");
  const release = chosen ?? String(others[0]?.id ?? "");
  const offering = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/datasets/{dataset_id}/versions", {
          params: { path: { project_id: projectId, dataset_id: dataset.id } },
          body: { release_id: Number(release), notes_ko: ko.trim(), notes_en: en.trim() },
        }),
      ),
    onSuccess: async () => {
      toast(t("publish.offered"));
      onClose();
      await anew();
    },
  });
  if (others.length === 0) return <p className="t2">{t("publish.offer_none")}</p>;
  return (
    <>
      <Select
        label={t("publish.release")}
        options={others.map((row) => ({
          id: String(row.id),
          name: row.version,
          detail: `${row.format} · ${day(row.frozen_at ?? row.created_at)}`,
        }))}
        value={release}
        onChange={(next) => next !== null && setChosen(String(next))}
      />
      <TextField
        label={t("publish.notes_ko")}
        rows={2}
        maxLength={1000}
        value={ko}
        onChange={setKo}
      />
      <TextField
        label={t("publish.notes_en")}
        rows={2}
        maxLength={1000}
        value={en}
        onChange={setEn}
      />
      <Fault error={offering.error} />
      <Button look="primary" main full busy={offering.isPending} onPress={() => offering.mutate()}>
        {t("publish.offer")}
      </Button>
    </>
  );
}
