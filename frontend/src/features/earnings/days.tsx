import { useNavigate, useSearch } from "@tanstack/react-router";
import { ChartColumn, Table2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { EarningDay } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import { Chart } from "./chart";
import { daysOf, isAny, sumOf } from "./month";
import type { Search } from "./search";

/** The days of a month, drawn or as a table. */
export function Days({
  month,
  rows,
  table,
}: {
  month: string;
  rows: readonly EarningDay[];
  table: boolean;
}) {
  const { t } = useTranslation("earnings");
  const go = useNavigate();
  const search: Search = useSearch({ strict: false });
  const days = daysOf(month).map((day) => ({
    day,
    sum: sumOf(rows.filter((row) => row.day === day)),
  }));
  return (
    <>
      <div className="row between">
        <p className="label t3 row g16 wrap">
          <span>
            <i className="pay-key" />
            {t("earned")}
          </span>
          <span>
            <i className="pay-key waiting" />
            {t("pending")}
          </span>
        </p>
        <Button
          look="ghost"
          onPress={() =>
            go({
              to: "/earnings",
              search: { ...search, view: table ? undefined : "table" },
              replace: true,
            })
          }
        >
          <Icon of={table ? ChartColumn : Table2} size={16} />
          {t(table ? "as_chart" : "as_table")}
        </Button>
      </div>
      {table ? <Table days={days} /> : <Chart month={month} days={days} />}
    </>
  );
}

export type Day = { day: string; sum: ReturnType<typeof sumOf> };

function Table({ days }: { days: readonly Day[] }) {
  const { t } = useTranslation("earnings");
  const { day: written, number, span } = useFormat();
  const worked = days.filter(({ sum }) => isAny(sum)).reverse();
  const all = sumOf(worked.map(({ sum }) => sum));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="pay-table" aria-label={t("by_day")} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th>{t("day")}</th>
            <th className="num">{t("pieces")}</th>
            <th className="num desk-only">{t("time")}</th>
            <th className="num">{t("earned")}</th>
            {all.learned > 0 && <th className="num desk-only">{t("learned")}</th>}
            <th className="num">{t("pending")}</th>
            <th className="num desk-only">{t("rejected")}</th>
          </tr>
        </thead>
        <tbody>
          {worked.map(({ day, sum }) => (
            <tr key={day}>
              <td className="nowrap strong">{written(`${day}T12:00:00+09:00`)}</td>
              <td className="num">{number(sum.pieces)}</td>
              <td className="num desk-only">{span(sum.seconds)}</td>
              <td className="num">
                <Money won={sum.earned} />
              </td>
              {all.learned > 0 && <td className="num t2 desk-only">{number(sum.learned)}</td>}
              <td className="num t2">{number(sum.pending)}</td>
              <td className="num t2 desk-only">{number(sum.rejected)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>{t("sum")}</td>
            <td className="num">{number(all.pieces)}</td>
            <td className="num desk-only">{span(all.seconds)}</td>
            <td className="num">
              <Money won={all.earned} />
            </td>
            {all.learned > 0 && <td className="num desk-only">{number(all.learned)}</td>}
            <td className="num">{number(all.pending)}</td>
            <td className="num desk-only">{number(all.rejected)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
