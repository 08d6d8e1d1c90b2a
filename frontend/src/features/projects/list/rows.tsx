import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { PlaceMark } from "~/ui/state";

type Row = Schema<"ProjectOut">;

/** The projects as a table; the name is the way in, and for a draft the way on. */
export function ProjectRows({ rows }: { rows: Row[] }) {
  const { t } = useTranslation("projects");
  const { day } = useFormat();
  const me = useMe();
  const houses = new Map(me.organisations.map((house) => [house.id, house.name]));
  // Who holds no office is told of no organisation's name.
  const known = rows.some((row) => houses.has(row.organisation_id));
  return (
    <div className="project-table">
      <table className="table">
        <thead>
          <tr>
            <th>{t("list.name")}</th>
            {known && <th className="desk-only">{t("list.house")}</th>}
            <th>{t("list.state")}</th>
            <th className="desk-only num">{t("list.made")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Link
                  to="/projects/$projectId"
                  params={{ projectId: String(row.id) }}
                  className="row-link strong"
                >
                  {row.name}
                </Link>
                {row.state === "draft" && (
                  <Link
                    to="/projects/new"
                    search={{ project: row.id }}
                    className="acc strong label row-second"
                  >
                    {t("list.go_on")}
                  </Link>
                )}
                {row.goal !== "" && <p className="label t3 goal-line">{row.goal}</p>}
              </td>
              {known && <td className="desk-only t2">{houses.get(row.organisation_id) ?? ""}</td>}
              <td>
                <PlaceMark state={row.state} />
              </td>
              <td className="desk-only num t2">{day(row.created_at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
