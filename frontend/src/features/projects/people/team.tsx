import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { figure, moment, Table } from "~/ui/table";
import type { Figures } from "./figures";
import { MemberTeam } from "./member-team";
import { Roles } from "./roles";

/** The team as a table: who, what they may, and how they do. */
export function Team({ rows, projectId }: { rows: Figures[]; projectId: number }) {
  const { t } = useTranslation(["projects", "common"]);
  const { number, percent, ago, span } = useFormat();
  const roles = (row: Figures) =>
    row.roles.map((role) => t(`common:role.${role}`)).join(", ") || t("people.no_role");
  const dash = <Value extends number | string>(value: Value | null, say: (it: Value) => string) =>
    value === null ? <span className="t3">–</span> : say(value);
  return (
    <Table
      label={t("people.tab.team")}
      rows={rows}
      keyOf={(row) => row.pseudonym}
      columns={[
        {
          id: "who",
          word: t("people.who"),
          cell: (row) => (
            <>
              <p className="strong nowrap">{row.name ?? row.pseudonym}</p>
              {row.name !== null && <p className="label t3 nowrap">{row.pseudonym}</p>}
              <p className="label t2 phone-only">{roles(row)}</p>
            </>
          ),
        },
        {
          id: "role",
          word: t("people.role"),
          wide: true,
          look: "label t2 team-roles",
          cell: roles,
        },
        {
          id: "team",
          word: t("people.team"),
          cell: (row) =>
            row.person_id === null ? (
              (row.team ?? "")
            ) : (
              <MemberTeam
                projectId={projectId}
                personId={row.person_id}
                name={row.name ?? row.pseudonym}
                team={row.team}
              />
            ),
        },
        { ...figure("done", t("people.done")), cell: (row) => number(row.done) },
        {
          ...figure("accepted", t("people.accepted")),
          wide: true,
          cell: (row) => number(row.accepted),
        },
        {
          ...figure("first_pass", t("people.first_pass")),
          cell: (row) => dash(row.first_pass, percent),
        },
        {
          ...figure("overturned", t("people.overturned")),
          wide: true,
          cell: (row) => dash(row.overturn_rate, percent),
        },
        {
          ...figure("median", t("people.median")),
          wide: true,
          cell: (row) => dash(row.median_seconds, span),
        },
        {
          ...figure("hourly", t("people.hourly")),
          cell: (row) => dash(row.hourly, (won) => t("people.won", { won: number(won) })),
        },
        {
          ...figure("training", t("people.training")),
          wide: true,
          cell: (row) => dash(row.training_seconds || null, span),
        },
        { ...moment("last", t("people.last")), cell: (row) => dash(row.last_at, ago) },
        {
          id: "acts",
          word: t("people.acts"),
          num: true,
          hidden: true,
          cell: (row) => row.person_id !== null && <Roles row={row} projectId={projectId} />,
        },
      ]}
    />
  );
}
