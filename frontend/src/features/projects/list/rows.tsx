import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { PlaceMark } from "~/ui/state";
import { figure, moment, Table } from "~/ui/table";
import { AgainMenu } from "../again/acts";

type Row = Schema<"ProjectListed">;

/** The projects as a table; the name is the way in, and for a draft the way on. */
export function ProjectRows({ rows }: { rows: Row[] }) {
  const { t } = useTranslation(["projects", "again"]);
  const { day, number, percent } = useFormat();
  const me = useMe();
  const houses = new Map(me.organisations.map((house) => [house.id, house.name]));
  const mine = new Set(
    me.organisations
      .filter((house) => house.roles.includes("administrator"))
      .map((house) => house.id),
  );
  const known = rows.some((row) => houses.has(row.organisation_id));
  return (
    <Table
      label={t("projects")}
      rows={rows}
      keyOf={(row) => row.id}
      columns={[
        {
          id: "name",
          word: t("list.name"),
          cell: (row) => (
            <>
              <Link
                to="/projects/$projectId"
                params={{ projectId: String(row.id) }}
                className="row-link"
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
            </>
          ),
        },
        // Who holds no office is told of no organisation's name.
        ...(known
          ? [
              {
                id: "house",
                word: t("list.house"),
                wide: true,
                look: "t2",
                cell: (row: Row) => houses.get(row.organisation_id) ?? "",
              },
            ]
          : []),
        {
          id: "state",
          word: t("list.state"),
          look: "nowrap",
          cell: (row) => <PlaceMark state={row.state} />,
        },
        {
          ...figure("done", t("list.done")),
          cell: (row: Row) =>
            row.items === 0 ? (
              <span className="t3">–</span>
            ) : (
              <>
                {percent(row.accepted / row.items)}{" "}
                <span className="label t3 nowrap">
                  {t("list.of", { n: number(row.accepted), all: number(row.items) })}
                </span>
              </>
            ),
        },
        { ...moment("made", t("list.made")), cell: (row) => day(row.created_at) },
        // Who begins projects in a house may begin another one by this one's design.
        ...(rows.some((row) => mine.has(row.organisation_id))
          ? [
              {
                id: "acts",
                word: t("again:clone"),
                num: true,
                hidden: true,
                cell: (row: Row) => mine.has(row.organisation_id) && <AgainMenu project={row} />,
              },
            ]
          : []),
      ]}
    />
  );
}
