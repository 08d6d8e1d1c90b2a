import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { TableScroll } from "../frame/table-scroll";
import type { Figures } from "./figures";
import { Roles } from "./roles";

/** The team as a table: who, what they may, and how they do. */
export function Team({ rows, projectId }: { rows: Figures[]; projectId: number }) {
  const { t } = useTranslation(["projects", "common"]);
  const { number, percent, ago, span } = useFormat();
  return (
    <TableScroll label={t("people.tab.team")}>
      <table className="table">
        <thead>
          <tr>
            <th>{t("people.who")}</th>
            <th>{t("people.role")}</th>
            <th className="num">{t("people.done")}</th>
            <th className="num">{t("people.accepted")}</th>
            <th className="num">{t("people.first_pass")}</th>
            <th className="num">{t("people.overturned")}</th>
            <th className="num">{t("people.median")}</th>
            <th className="num">{t("people.hourly")}</th>
            <th className="num">{t("people.last")}</th>
            <th>
              <span className="sr-only">{t("people.acts")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.pseudonym}>
              <td>
                <p className="strong nowrap">{row.name ?? row.pseudonym}</p>
                {row.name !== null && <p className="label t3 nowrap">{row.pseudonym}</p>}
              </td>
              <td className="label t2 team-roles">
                {row.roles.length === 0
                  ? t("people.no_role")
                  : row.roles.map((role) => t(`common:role.${role}`)).join(", ")}
              </td>
              <td className="num">{number(row.done)}</td>
              <td className="num">{number(row.accepted)}</td>
              <td className="num">{row.first_pass === null ? "–" : percent(row.first_pass)}</td>
              <td className="num">
                {row.overturn_rate === null ? "–" : percent(row.overturn_rate)}
              </td>
              <td className="num">
                {row.median_seconds === null ? "–" : span(row.median_seconds)}
              </td>
              <td className="num">
                {row.hourly === null ? "–" : t("people.won", { won: number(row.hourly) })}
              </td>
              <td className="num t3">{row.last_at === null ? "–" : ago(row.last_at)}</td>
              <td className="num">
                {row.person_id !== null && <Roles row={row} projectId={projectId} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
