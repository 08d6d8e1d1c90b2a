import { useQuery } from "@tanstack/react-query";
import { Copy, EllipsisVertical, FileCode, LayoutGrid } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { MODALITIES, type Schema } from "~/annotate/core/doc";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { Menu } from "~/ui/menu";
import { Segments } from "~/ui/segments";
import { toast } from "~/ui/toast";
import type { Stage } from "../../frame/queries";
import { Gallery } from "./gallery/dialog";
import type { Modality } from "./kinds/facts";
import { inModality, isBlank, type SchemaDraft, together } from "./model";
import { picturesQuery } from "./preview/picture";
import { draftOf } from "./schema";
import { ConvertDialog } from "./take/convert";
import { CopyDialog } from "./take/copy";
import type { Labels } from "./use-labels";

/** What data that is there can be; prompts are what collect stages have. */
const THERE = MODALITIES.filter((modality) => modality !== "prompt");

/** How the labels are written, and where they can be taken from. */
export function Toolbar({ stage, labels }: { stage: Stage; labels: Labels }) {
  const { t } = useTranslation("projects");
  const [shown, setShown] = useState<"gallery" | "copy" | "convert" | null>(null);
  // What is imported goes by the schema: once something is, the modality stays.
  const collects = stage.kind === "collect";
  const fixed = (useQuery(picturesQuery(stage)).data ?? []).length > 0 || collects;
  const { draft } = labels;
  const blank = draft.labels.every(isBlank);
  const close = () => setShown(null);

  const put = (next: SchemaDraft) => {
    const before = draft;
    labels.change(next);
    if (!blank)
      toast(t("labels.replaced"), { word: t("labels.undo"), act: () => labels.change(before) });
  };
  // What is taken over is another stage's: its stored values may still be changed here.
  const take = (schema: Schema) => put(loosened(draftOf(schema)));
  return (
    <div className="row wrap between builder-bar">
      <div className="row wrap g8">
        {!fixed && (
          <Segments<Modality>
            label={t("labels.modality")}
            parts={THERE.map((id) => ({ id, word: t(`gallery.${id}`) }))}
            chosen={draft.modality}
            onChoose={(modality) => modality !== draft.modality && put(inModality(draft, modality))}
          />
        )}
        <Segments
          label={t("labels.view")}
          parts={[
            { id: "form", word: t("labels.form") },
            { id: "json", word: "JSON" },
          ]}
          chosen={labels.view}
          onChoose={labels.setView}
        />
      </div>
      <div className="row g4">
        <Button look="ghost" onPress={() => setShown("gallery")}>
          <Icon of={LayoutGrid} />
          {t("gallery.open")}
        </Button>
        <Menu
          label={t("labels.take")}
          acts={[
            {
              id: "copy",
              word: t("labels.copy.title"),
              icon: Copy,
              act: () => setShown("copy"),
            },
            {
              id: "convert",
              word: t("labels.convert.title"),
              icon: FileCode,
              act: () => setShown("convert"),
            },
          ]}
        >
          <Button look="ghost" square aria-label={t("labels.take")}>
            <Icon of={EllipsisVertical} />
          </Button>
        </Menu>
      </div>
      {shown === "gallery" && (
        <Gallery
          modality={draft.modality}
          fixed={fixed}
          onClose={close}
          onTake={(ready) => take(ready.definition)}
          onAdd={
            blank ? undefined : (ready) => put(together(draft, loosened(draftOf(ready.definition))))
          }
        />
      )}
      {shown === "copy" && <CopyDialog stage={stage} onClose={close} onTake={take} />}
      {shown === "convert" && (
        <ConvertDialog video={draft.modality === "video"} onClose={close} onTake={take} />
      )}
    </div>
  );
}

const free = <R extends { fixed: boolean }>(row: R): R => ({ ...row, fixed: false });

const loosened = (draft: SchemaDraft): SchemaDraft => ({
  ...draft,
  labels: draft.labels.map((label) => ({
    ...free(label),
    classes: label.classes.map(free),
    attributes: label.attributes.map((one) => ({ ...free(one), options: one.options.map(free) })),
    speakers: label.speakers.map(free),
    lines: label.lines.map((one) => ({ ...free(one), marks: one.marks.map(free) })),
    skeleton: label.skeleton && { ...label.skeleton, points: label.skeleton.points.map(free) },
  })),
});
