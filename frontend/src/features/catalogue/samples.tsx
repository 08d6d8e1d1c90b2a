import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Shown } from "~/annotate/shown";
import { api, must, type Schema } from "~/api/client";
import { Button } from "~/ui/button";
import type { Begun } from "~/ui/defects/report";
import { Dialog } from "~/ui/dialog";
import { Icon } from "~/ui/icons";
import { isShownModality, MODALITY_ICONS } from "~/ui/modality";
import { Reporting } from "./report";
import type { Dataset } from "./words";

type Sample = Schema<"DatasetSampleOut">;

/** Items that everybody may look at, with what was said of them. */
export function Samples({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation("catalogue");
  const found = useQuery({
    queryKey: ["catalogue", dataset.id, "samples"],
    // Their links hold for a quarter of an hour.
    staleTime: 5 * 60_000,
    queryFn: () =>
      must(
        api.GET("/api/v1/catalogue/{dataset_id}/samples", {
          params: { path: { dataset_id: dataset.id } },
        }),
      ),
  }).data;
  const [open, setOpen] = useState<number | null>(null);
  const [begun, setBegun] = useState<Begun | null>(null);
  if (found === undefined || found.items.length === 0) return null;
  const shown = found.items.find((one) => one.item_id === open);
  return (
    <section className="col g12">
      <h2 className="title">{t("samples")}</h2>
      <ul className="open-tiles">
        {found.items.map((one) => (
          <li key={one.item_id}>
            <Tile sample={one} onOpen={() => setOpen(one.item_id)} />
          </li>
        ))}
      </ul>
      <Dialog
        title={shown?.name ?? ""}
        open={shown !== undefined}
        onClose={() => setOpen(null)}
        wide
      >
        {shown !== undefined && (
          <>
            <Shown
              item={shown}
              media={shown.media}
              schema={found.definition}
              answer={{ modality: shown.modality, annotations: shown.annotations }}
            />
            <Button
              className="self-start"
              onPress={() => {
                setOpen(null);
                setBegun({ item: shown.name });
              }}
            >
              {t("report_this")}
            </Button>
          </>
        )}
      </Dialog>
      <Reporting dataset={dataset} begun={begun} onClose={() => setBegun(null)} />
    </section>
  );
}

function Tile({ sample, onOpen }: { sample: Sample; onOpen: () => void }) {
  const { t } = useTranslation("catalogue");
  const { modality, excerpt } = sample;
  const small = sample.media?.thumbnail_url ?? null;
  return (
    <Button
      look="ghost"
      className="open-tile"
      aria-label={t("look_at", { name: sample.name })}
      onPress={onOpen}
    >
      {excerpt !== null ? (
        <span className="open-excerpt">{excerpt}</span>
      ) : small !== null ? (
        <img src={small} alt="" loading="lazy" decoding="async" />
      ) : (
        <Icon of={MODALITY_ICONS[isShownModality(modality) ? modality : "picture"]} size={32} />
      )}
    </Button>
  );
}
