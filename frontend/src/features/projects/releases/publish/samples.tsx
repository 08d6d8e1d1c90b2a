import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Checkbox, TextField } from "~/ui/field";
import { rowsOf } from "~/ui/page";
import { ListFrame } from "~/ui/table";
import { toast } from "~/ui/toast";
import { Shot } from "../../data/shot";
import { type Dataset, useAnew } from "./queries";

const MOST = 12;
type Props = { projectId: number; dataset: Dataset };

/** The items that everybody may look at, as they look. */
export function Samples({ projectId, dataset }: Props) {
  const { t } = useTranslation("defects");
  const [open, setOpen] = useState(false);
  const shown = useQuery({
    queryKey: ["project", projectId, "datasets", dataset.id, "samples", dataset.samples],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/datasets/{dataset_id}/samples", {
          params: { path: { project_id: projectId, dataset_id: dataset.id } },
        }),
      ),
  }).data;
  const offered = dataset.versions.some((one) => one.offered);
  return (
    <section className="col g8">
      <div className="row between wrap">
        <h3 className="strong">{t("publish.samples")}</h3>
        {offered && <Button onPress={() => setOpen(true)}>{t("publish.choose")}</Button>}
      </div>
      <p className="label t2">{t("publish.samples_hint", { most: MOST })}</p>
      {!offered && <p className="t2">{t("publish.samples_need")}</p>}
      {offered && shown?.items.length === 0 && <p className="t2">{t("publish.no_samples")}</p>}
      {shown !== undefined && shown.items.length > 0 && (
        <ul className="publish-tiles">
          {shown.items.map((one) => (
            <li key={one.item_id}>
              <Shot
                url={one.media?.thumbnail_url ?? null}
                excerpt={one.excerpt}
                type={one.media?.media_type ?? null}
              />
              <small className="label t3 clip block">{one.name}</small>
            </li>
          ))}
        </ul>
      )}
      <Dialog title={t("publish.choose_title")} open={open} onClose={() => setOpen(false)} wide>
        <Choose projectId={projectId} dataset={dataset} onClose={() => setOpen(false)} />
      </Dialog>
    </section>
  );
}

function Choose({ projectId, dataset, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation("defects");
  const anew = useAnew(projectId);
  const [chosen, setChosen] = useState<readonly number[]>(dataset.samples);
  const [q, setQ] = useState("");
  const list = useInfiniteQuery({
    queryKey: ["project", projectId, "datasets", dataset.id, "choose"],
    initialPageParam: "",
    getNextPageParam: (page: Schema<"ItemsPage">) => page.next ?? undefined,
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/projects/{project_id}/items", {
          params: {
            path: { project_id: projectId },
            query: {
              stage_id: dataset.stage_id,
              state: ["released"],
              after: pageParam,
              limit: 48,
            },
          },
        }),
      ),
  });
  const saving = useMutation({
    mutationFn: () =>
      must(
        api.PUT("/api/v1/projects/{project_id}/datasets/{dataset_id}/samples", {
          params: { path: { project_id: projectId, dataset_id: dataset.id } },
          body: { items: [...chosen] },
        }),
      ),
    onSuccess: async () => {
      toast(t("publish.saved"));
      onClose();
      await anew();
    },
  });
  const rows = rowsOf(list).filter((row) => row.name.includes(q));
  return (
    <>
      <TextField label={t("publish.find")} value={q} onChange={setQ} maxLength={200} />
      <ListFrame list={list} none={<p className="t2">{t("publish.no_samples")}</p>}>
        <ul className="publish-tiles">
          {rows.map((row) => (
            <li key={row.id}>
              <Shot url={row.thumbnail_url ?? null} excerpt={row.excerpt} type={row.media_type} />
              <Checkbox
                isSelected={chosen.includes(row.id)}
                isDisabled={!chosen.includes(row.id) && chosen.length >= MOST}
                onChange={(on) =>
                  setChosen(on ? [...chosen, row.id] : chosen.filter((id) => id !== row.id))
                }
              >
                <span className="label break">{row.name}</span>
              </Checkbox>
            </li>
          ))}
        </ul>
      </ListFrame>
      <Fault error={saving.error} />
      <Button look="primary" main full busy={saving.isPending} onPress={() => saving.mutate()}>
        {t("publish.save")}
      </Button>
    </>
  );
}
