import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Input, SearchField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { MODALITIES } from "~/annotate/core/doc";
import { Dialog } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { Segments } from "~/ui/segments";
import type { Modality } from "../kinds/facts";
import { Detail } from "./detail";
import { galleryQuery, type Ready } from "./queries";
import { Sketch } from "./sketch";

type Which = Modality | "all";

/** Does what is searched for stand in its names, or in what it says of itself? */
const speaks = (one: Ready, words: string): boolean =>
  [one.ko, one.en, one.about_ko, one.about_en, one.source ?? ""]
    .join("\n")
    .toLowerCase()
    .includes(words.trim().toLowerCase());

/** Ready schemas: found by modality and words, looked at, and taken. */
export function Gallery({
  modality,
  fixed,
  onClose,
  onTake,
  onAdd,
}: {
  modality: Modality;
  /** Whether the stage's data allow no other modality. */
  fixed: boolean;
  onClose: () => void;
  onTake: (ready: Ready) => void;
  /** Beside what is there; undefined while nothing is. */
  onAdd?: (ready: Ready) => void;
}) {
  const { t, i18n } = useTranslation("projects");
  const list = useQuery(galleryQuery);
  const [which, setWhich] = useState<Which>(modality);
  const [words, setWords] = useState("");
  const [seen, setSeen] = useState<string | null>(null);
  const shown = (list.data ?? []).filter(
    (one) => (which === "all" || one.definition.modality === which) && speaks(one, words),
  );
  const ready = list.data?.find((one) => one.id === seen);
  // Prompts are what collect stages have, and no others.
  const fits = ({ definition }: Ready) =>
    definition.modality === modality || (!fixed && definition.modality !== "prompt");
  const take = (act: (ready: Ready) => void) => (one: Ready) => {
    act(one);
    onClose();
  };
  return (
    <Dialog title={t("gallery.title")} open onClose={onClose} wide steady>
      {ready !== undefined ? (
        <Detail
          ready={ready}
          onBack={() => setSeen(null)}
          onTake={fits(ready) ? take(onTake) : undefined}
          onAdd={
            onAdd !== undefined && ready.definition.modality === modality ? take(onAdd) : undefined
          }
        />
      ) : (
        <>
          <div className="row wrap between gallery-bar">
            <Segments
              label={t("labels.modality")}
              parts={(["all", ...MODALITIES] as const).map((id) => ({
                id,
                word: t(`gallery.${id}`),
              }))}
              chosen={which}
              onChoose={setWhich}
            />
            <SearchField aria-label={t("gallery.search")} value={words} onChange={setWords}>
              <span className="in gallery-search">
                <Input className="grow bare" placeholder={t("gallery.search")} />
              </span>
            </SearchField>
          </div>
          <Fault error={list.error} retry={() => list.refetch()} />
          {list.isPending && <Skeleton lines={4} />}
          {list.isSuccess && shown.length === 0 && <p className="hint">{t("gallery.none")}</p>}
          <ul className="gallery-list" aria-label={t("gallery.title")}>
            {shown.map((one) => (
              <li key={one.id}>
                <button type="button" className="gallery-card" onClick={() => setSeen(one.id)}>
                  <Sketch ready={one} />
                  <span className="strong">{i18n.language === "en" ? one.en : one.ko}</span>
                  <span className="hint">
                    {i18n.language === "en" ? one.about_en : one.about_ko}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
