import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Segments } from "~/ui/segments";
import { chartOf, type Day } from "../model/chart";

const [LEFT, TOP, WIDE, HIGH] = [36, 12, 560, 160];

/** What one has inspected by day, drawn or as a table. */
export function DayChart({ days }: { days: readonly Day[] }) {
  const { t } = useTranslation("review");
  const [view, setView] = useState<"bars" | "table">("bars");
  return (
    <section className="rv-chart">
      <div className="row between wrap">
        <h2 className="title">{t("by_day")}</h2>
        <Segments
          label={t("view")}
          parts={[
            { id: "bars", word: t("view_bars") },
            { id: "table", word: t("view_table") },
          ]}
          chosen={view}
          onChoose={setView}
        />
      </div>
      {view === "bars" ? <Bars days={days} /> : <DayTable days={days} />}
      {view === "bars" && days.some((day) => day.overturned > 0) && (
        <p className="rv-legend label t3">{t("overturned_part")}</p>
      )}
    </section>
  );
}

function Bars({ days }: { days: readonly Day[] }) {
  const { t } = useTranslation("review");
  const { number, shortDay } = useFormat();
  const { bars, lines } = chartOf(days, WIDE, HIGH);
  const total = days.reduce((sum, day) => sum + day.judged, 0);
  const peak = Math.max(...days.map((day) => day.judged));
  const every = days.length > 10 ? 7 : 1;
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${LEFT + WIDE} ${TOP + HIGH + 28}`}
      role="img"
      aria-label={t("chart_says", { n: number(total), days: days.length })}
    >
      {lines.map((line) => (
        <g key={line.value}>
          <line className="ax" x1={LEFT} x2={LEFT + WIDE} y1={TOP + line.at} y2={TOP + line.at} />
          <text x={LEFT - 8} y={TOP + line.at + 4} textAnchor="end">
            {number(line.value)}
          </text>
        </g>
      ))}
      {bars.map((bar, at) => (
        <g key={bar.day}>
          <rect
            x={LEFT + bar.x}
            y={TOP + bar.top}
            width={bar.width}
            height={bar.height}
            rx={2}
            className="rv-bar"
          />
          {bar.bad > 0 && (
            <rect
              x={LEFT + bar.x}
              y={TOP + HIGH - bar.bad}
              width={bar.width}
              height={bar.bad}
              rx={2}
              className="rv-bar bad"
            />
          )}
          {bar.judged > 0 && bar.judged === peak && (
            <text
              className="em"
              x={LEFT + bar.x + bar.width / 2}
              y={TOP + bar.top - 3}
              textAnchor="middle"
            >
              {number(bar.judged)}
            </text>
          )}
          {(days.length - 1 - at) % every === 0 && (
            <text
              x={at === days.length - 1 ? LEFT + WIDE : LEFT + bar.x + bar.width / 2}
              y={TOP + HIGH + 20}
              textAnchor={at === days.length - 1 ? "end" : "middle"}
            >
              {shortDay(`${bar.day}T00:00:00+09:00`)}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

function DayTable({ days }: { days: readonly Day[] }) {
  const { t } = useTranslation("review");
  const { number, day: dayOf } = useFormat();
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t("day")}</th>
          <th className="num">{t("judged")}</th>
          <th className="num">{t("overturned")}</th>
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map((day) => (
          <tr key={day.day}>
            <td>{dayOf(`${day.day}T00:00:00+09:00`)}</td>
            <td className="num">{number(day.judged)}</td>
            <td className="num">{number(day.overturned)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
