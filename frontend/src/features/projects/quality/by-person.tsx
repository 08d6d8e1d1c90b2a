import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { rowsOf } from "~/ui/page";
import { type Column, figure, PagedTable } from "~/ui/table";
import { type Figures, figuresQuery } from "../people/figures";

/** One part of the team with what each has done, in the order that asks for a look first. */
function ByPerson({
  projectId,
  title,
  none,
  order,
  columns,
}: {
  projectId: number;
  title: string;
  none: string;
  order: (all: Figures[]) => Figures[];
  columns: readonly Column<Figures>[];
}) {
  const { t } = useTranslation("projects");
  const list = useInfiniteQuery(figuresQuery(projectId));
  const rows = order(rowsOf(list));
  return (
    <section className="col g12">
      <h2 className="title">{title}</h2>
      {list.isSuccess && rows.length === 0 && <p className="hint">{none}</p>}
      <PagedTable
        list={list}
        rows={rows}
        lines={4}
        none={null}
        label={title}
        keyOf={(row) => row.pseudonym}
        columns={[
          {
            id: "who",
            word: t("people.who"),
            look: "strong nowrap",
            cell: (row) => row.name ?? row.pseudonym,
          },
          ...columns,
        ]}
      />
    </section>
  );
}

/** Workers by how often their first hand-in passed, the lowest first. */
export function Workers({ projectId }: { projectId: number }) {
  const { t } = useTranslation("projects");
  const { number } = useFormat();
  return (
    <ByPerson
      projectId={projectId}
      title={t("quality.workers")}
      none={t("quality.no_workers")}
      order={(all) =>
        all
          .filter((row) => row.roles.includes("worker") || row.first_pass !== null)
          .sort((a, b) => (a.first_pass ?? 2) - (b.first_pass ?? 2))
      }
      columns={[
        { ...figure("done", t("people.done")), cell: (row) => number(row.done) },
        { ...figure("returned", t("quality.returned")), cell: (row) => number(row.returned) },
        { ...figure("rejected", t("quality.rejected")), cell: (row) => number(row.rejected) },
        {
          ...figure("share", t("people.first_pass")),
          cell: (row) => <Share value={row.first_pass} />,
        },
      ]}
    />
  );
}

/** Inspectors by how often the second look decided otherwise, the highest first. */
export function Inspectors({ projectId }: { projectId: number }) {
  const { t } = useTranslation("projects");
  const { number } = useFormat();
  return (
    <ByPerson
      projectId={projectId}
      title={t("quality.inspectors")}
      none={t("quality.no_inspectors")}
      order={(all) =>
        all
          .filter((row) => row.judged > 0)
          .sort((a, b) => (b.overturn_rate ?? -1) - (a.overturn_rate ?? -1))
      }
      columns={[
        { ...figure("judged", t("quality.looked")), cell: (row) => number(row.judged) },
        {
          ...figure("share", t("people.overturned")),
          cell: (row) => <Share value={row.overturn_rate} />,
        },
      ]}
    />
  );
}

/** A share as a small bar from zero and its number. */
function Share({ value }: { value: number | null }) {
  const { percent } = useFormat();
  if (value === null) return <span className="t3">–</span>;
  return (
    <span className="share">
      <i aria-hidden="true">
        <i style={{ width: `${value * 100}%` }} />
      </i>
      {percent(value)}
    </span>
  );
}
