import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Segments } from "~/ui/segments";
import { TableScroll } from "../frame/table-scroll";
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
        <TableScroll label={t("quality.daily")}>
          <table className="table">
            <thead>
              <tr>
                <th>{t("quality.day")}</th>
                <th className="num">{t("quality.passed")}</th>
                <th className="num">{t("quality.returned")}</th>
                <th className="num">{t("quality.rejected")}</th>
                <th className="num">{t("quality.share")}</th>
              </tr>
            </thead>
            <tbody>
              {decided.toReversed().map((day) => (
                <tr key={day.day}>
                  <td className="nowrap">{shortDay(day.day)}</td>
                  <td className="num">{number(day.accepted)}</td>
                  <td className="num">{number(day.returned)}</td>
                  <td className="num">{number(day.rejected)}</td>
                  <td className="num">{percent(day.accepted / day.all)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}
