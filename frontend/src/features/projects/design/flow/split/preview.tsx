import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Facts } from "~/annotate/media";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { NumberField } from "~/ui/field";
import { figure, Table } from "~/ui/table";
import { itemQuery } from "../../../data/queries";
import type { Stage } from "../../../frame/queries";
import type { Modality } from "../../labels/kinds/facts";
import { picturesQuery } from "../../labels/preview/picture";
import { type Measure, piecesOf, type Split } from "./model";

const FEW = 5; // items that are counted one by one

/** An item's size, as its split counts it. */
function measureOf(item: Schema<"ItemWhole">, split: Split): Measure {
  const facts = item.facts as Facts | null;
  const document = item.document as { parts: { text: string }[] } | null;
  const texts = document?.parts.map((part) => part.text) ?? [];
  const ends = split.by === "paragraph" ? /\n\s*\n/ : /[.!?。！？]+["'”’)\]]*(?:\s+|$)|\n+/;
  const length =
    facts?.modality === "document"
      ? facts.pages.length
      : (facts?.length ??
        texts.reduce(
          (sum, text) => sum + text.split(ends).filter((one) => one.trim() !== "").length,
          0,
        ));
  return { length, width: item.width ?? 0, height: item.height ?? 0 };
}

/** How many tasks items would make: of the first that are there, or of one that is imagined. */
export function SplitPreview({
  stage,
  split,
  modality,
}: {
  stage: Stage;
  split: Split;
  modality: Modality;
}) {
  const { t } = useTranslation("pipeline");
  const { number } = useFormat();
  const items = (useQuery(picturesQuery(stage)).data ?? []).slice(0, FEW);
  const whole = useQueries({
    queries: items.map((item) => itemQuery(stage.project_id, item.id)),
  }).flatMap(({ data }) => data ?? []);
  const range = (pieces: ReturnType<typeof piecesOf>) => {
    if (pieces === null) return t("split.by_objects");
    const [least, most] = pieces;
    return least === most
      ? t("split.pieces", { n: number(least) })
      : t("split.pieces_between", { least: number(least), most: number(most) });
  };
  if (split.by === "bundle")
    return <p className="hint">{t("split.bundle_means", { n: number(split.count) })}</p>;
  if (split.by === "object") return <p className="hint">{t("split.by_objects")}</p>;
  if (whole.length === 0) return <Imagined split={split} modality={modality} range={range} />;
  return (
    <Table
      label={t("split.preview")}
      rows={whole}
      keyOf={(item) => item.id}
      columns={[
        { id: "name", word: t("split.item"), look: "break", cell: (item) => item.name },
        {
          ...figure("pieces", t("split.tasks")),
          cell: (item) => range(piecesOf(split, measureOf(item, split))),
        },
      ]}
    />
  );
}

const UNITS: Readonly<Partial<Record<Modality, ["s" | "frames" | "pages" | "sentences", number]>>> =
  {
    sound: ["s", 1000],
    series: ["s", 1000],
    video: ["frames", 1],
    document: ["pages", 1],
    text: ["sentences", 1],
  };
const START: Readonly<Partial<Record<Modality, number>>> = {
  sound: 60_000,
  series: 60_000,
  video: 1800,
  document: 12,
  text: 40,
};

function Imagined({
  split,
  modality,
  range,
}: {
  split: Split;
  modality: Modality;
  range: (pieces: ReturnType<typeof piecesOf>) => string;
}) {
  const { t } = useTranslation("pipeline");
  const [length, setLength] = useState(START[modality] ?? 0);
  const [width, setWidth] = useState(4000);
  const [height, setHeight] = useState(3000);
  const unit = UNITS[modality];
  const pieces = piecesOf(split, { length, width, height });
  return (
    <section className="col g8" aria-label={t("split.preview")}>
      <p className="hint">{t("split.imagined")}</p>
      <div className="three-fields">
        {unit === undefined ? (
          <>
            <NumberField
              label={t("split.width")}
              minValue={1}
              value={width}
              onChange={setWidth}
              suffix={<span className="t3">{t("unit.px")}</span>}
            />
            <NumberField
              label={t("split.height")}
              minValue={1}
              value={height}
              onChange={setHeight}
              suffix={<span className="t3">{t("unit.px")}</span>}
            />
          </>
        ) : (
          <NumberField
            label={t("split.one_item")}
            minValue={1}
            value={length / unit[1]}
            onChange={(next) => setLength(next * unit[1])}
            suffix={
              <span className="t3 nowrap">
                {t(`unit.${split.by === "paragraph" ? "paragraphs" : unit[0]}`)}
              </span>
            }
          />
        )}
        <p className="strong split-makes" aria-live="polite">
          {t("split.makes", { pieces: range(pieces) })}
        </p>
      </div>
    </section>
  );
}
