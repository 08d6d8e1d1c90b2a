import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Segments } from "~/ui/segments";
import { figure, Table } from "~/ui/table";
import type { Overview } from "../overview/queries";
import { ShareChart } from "./share-chart";

/** Of what was decided on a day, the part that passed; as a line or as a table. */
export function Daily({ days }: { days: Overview["days"] }) {
  const { t } = useTranslation("projects");
  const { number, percent, shortDay } = useFormat();
  const [view, setView] = useState<"chart" | "table">("chart");
  const decided = days
    .map((day) => ({ ...day, all: day.accepted + day.returned + day.rejected }))
    .filter((day) => day.all > 0);
  const last = decided.at(-1);
  return (
    <section className="col g12">
      <div className="row between wrap">
        <h2 className="title">{t("quality.daily")}</h2>
        <Segments
          label={t("quality.view")}
          parts={[
            { id: "chart", word: t("quality.chart") },
            { id: "table", word: t("quality.table") },
          ]}
          chosen={view}
          onChoose={setView}
        />
      </div>
      {last === undefined && <p className="hint">{t("quality.no_days")}</p>}
      {last !== undefined && view === "chart" && (
        <ShareChart
          points={decided.map((day) => ({ day: day.day, share: day.accepted / day.all }))}
          label={t("quality.daily_words", {
            day: shortDay(last.day),
            share: percent(last.accepted / last.all),
          })}
        />
      )}
      {last !== undefined && view === "table" && (
        <Table
          label={t("quality.daily")}
          rows={decided.toReversed()}
          keyOf={(day) => day.day}
          columns={[
            {
              id: "day",
              word: t("quality.day"),
              look: "nowrap",
              cell: (day) => shortDay(day.day),
            },
            ...(
              [
                ["accepted", "passed"],
                ["returned", "returned"],
                ["rejected", "rejected"],
              ] as const
            ).map(([id, word]) => ({
              id,
              word: t(`quality.${word}`),
              num: true,
              cell: (day: (typeof decided)[number]) => number(day[id]),
            })),
            {
              ...figure("share", t("quality.share")),
              cell: (day) => percent(day.accepted / day.all),
            },
          ]}
        />
      )}
    </section>
  );
}
