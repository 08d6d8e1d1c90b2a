import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Money } from "~/ui/money";
import { Segments } from "~/ui/segments";
import { figure, Table } from "~/ui/table";
import { Bars } from "../charts/bars";
import { CostChart } from "../charts/cost-chart";
import { EndChart } from "../charts/end-chart";
import type { Overview } from "./queries";

type View = "end" | "cost" | "daily" | "table";

/** What was done day by day, and what is expected; as a picture or as a table. */
export function When({ data, goal }: { data: Overview; goal: number }) {
  const { t } = useTranslation(["data", "dashboard"]);
  const { number } = useFormat();
  const [view, setView] = useState<View>("end");
  const parts = (["end", "cost", "daily", "table"] as const).map((id) => ({
    id,
    word: id === "cost" ? t("dashboard:cost.view") : t(`data:overview.view.${id}`),
  }));
  const { days } = data;
  return (
    <section>
      <div className="row between wrap">
        <h2 className="title">
          {view === "cost" ? t("dashboard:cost.title") : t(`data:overview.when_title.${view}`)}
        </h2>
        <Segments
          label={t("data:overview.view.name")}
          parts={parts}
          chosen={view}
          onChoose={setView}
        />
      </div>
      {view === "end" && (
        <EndChart days={days} accepted={data.items.accepted} goal={goal} forecast={data.forecast} />
      )}
      {view === "cost" && <Cost data={data} />}
      {view === "daily" &&
        (days.length === 0 ? (
          <p className="label t3">{t("data:overview.no_days")}</p>
        ) : (
          <Bars
            rows={days.map((one) => ({ day: one.day, n: one.accepted, under: one.handed_in }))}
            label={t("data:overview.daily_words", { n: number(days.at(-1)?.accepted ?? 0) })}
            show={number}
          />
        ))}
      {view === "daily" && days.length > 0 && (
        <p className="label t3">{t("data:overview.daily_key")}</p>
      )}
      {view === "table" && <Days days={days} />}
    </section>
  );
}

/** What was spent, and what it will come to. */
function Cost({ data }: { data: Overview }) {
  const { t, i18n } = useTranslation("dashboard");
  const { number } = useFormat();
  const { cost, days, forecast } = data;
  const total = cost.expected_total;
  const few = new Intl.NumberFormat(i18n.language, {
    notation: "compact",
    maximumFractionDigits: 1,
  });
  const end =
    total === null || forecast.day === null
      ? null
      : { day: forecast.day, total, low: cost.expected_low, high: cost.expected_high };
  const spent = number(cost.earned);
  const words =
    total === null
      ? t("cost.words_now", { spent })
      : t("cost.words", { spent, total: number(total) });
  return (
    <>
      <CostChart
        days={days}
        spent={cost.earned}
        budget={cost.funded}
        end={end}
        said={{
          words,
          budget: t("cost.budget"),
          now: few.format(cost.earned),
          end: t("cost.expected", { won: few.format(total ?? 0) }),
        }}
        axis={few.format}
      />
      <p className="label t3">
        {words}
        {cost.expected_low !== null &&
          cost.expected_high !== null &&
          ` ${t("cost.range", {
            low: number(cost.expected_low),
            high: number(cost.expected_high),
          })}`}
      </p>
    </>
  );
}

const COLUMNS = ["handed_in", "accepted", "returned", "rejected", "items"] as const;

/** The days as numbers, the newest first. */
function Days({ days }: { days: Overview["days"] }) {
  const { t } = useTranslation("data");
  const { number, shortDay } = useFormat();
  if (days.length === 0) return <p className="label t3">{t("overview.no_days")}</p>;
  return (
    <Table
      label={t("overview.when_title.table")}
      rows={[...days].reverse()}
      keyOf={(one) => one.day}
      columns={[
        {
          id: "day",
          word: t("overview.day"),
          look: "nowrap",
          cell: (one) => shortDay(one.day),
        },
        ...COLUMNS.map((id) => ({
          id,
          word: t(`overview.column.${id}`),
          num: true,
          cell: (one: Overview["days"][number]) => number(one[id]),
        })),
        {
          ...figure("earned", t("overview.column.earned")),
          cell: (one) => <Money won={one.earned} />,
        },
      ]}
    />
  );
}
