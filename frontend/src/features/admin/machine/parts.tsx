import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { ChoreMark } from "~/ui/state";
import { figure, moment, Table } from "~/ui/table";
import { useChoreName } from "../chores/names";
import { size } from "./size";

type Machine = Schema<"MachineOut">;

/** A part of the page under its name; a sentence where there is nothing. */
function Part({ title, none, children }: { title: string; none?: string; children: ReactNode }) {
  return (
    <section className="col g8">
      <h2 className="title">{title}</h2>
      {none === undefined ? children : <p className="t2">{none}</p>}
    </section>
  );
}

/** What has not ended, by kind and state. */
export function Waiting({ rows }: { rows: Machine["chores"] }) {
  const { t } = useTranslation("machine");
  const { number, ago } = useFormat();
  const name = useChoreName();
  return (
    <Part title={t("work")} none={rows.length === 0 ? t("work_none") : undefined}>
      <Table
        label={t("work")}
        rows={rows}
        keyOf={(row) => `${row.kind} ${row.state}`}
        columns={[
          {
            id: "kind",
            word: t("kind"),
            cell: (row) => (
              <Link to="/admin/chores" search={{ state: row.state }} className="row-link">
                {name(row.kind)}
              </Link>
            ),
          },
          {
            id: "state",
            word: t("state"),
            look: "nowrap",
            cell: (row) => <ChoreMark state={row.state} />,
          },
          { ...figure("count", t("count")), cell: (row) => number(row.count) },
          {
            ...moment("oldest", t("oldest")),
            cell: (row) => row.oldest !== null && ago(row.oldest),
          },
        ]}
      />
    </Part>
  );
}

/** API processes and workers. */
export function Processes({ rows }: { rows: Machine["processes"] }) {
  const { t } = useTranslation("machine");
  const { number, ago } = useFormat();
  return (
    <Part title={t("processes")} none={rows.length === 0 ? t("processes_none") : undefined}>
      <Table
        label={t("processes")}
        rows={rows}
        keyOf={(row) => `${row.part} ${row.process}`}
        columns={[
          {
            id: "part",
            word: t("part"),
            look: "nowrap",
            cell: (row) => t(row.part === "api" ? "parts.api" : "parts.worker"),
          },
          { id: "where", word: t("where"), look: "t2 break", cell: (row) => row.process },
          { id: "version", word: t("version"), wide: true, look: "t2", cell: (row) => row.version },
          {
            ...figure("connections", t("connections")),
            cell: (row) => number(row.connections),
          },
          { ...moment("since", t("since")), cell: (row) => ago(row.since) },
        ]}
      />
    </Part>
  );
}

/** Leases that are about to end. */
export function Leases({ rows }: { rows: Machine["leases"] }) {
  const { t } = useTranslation("machine");
  const { number } = useFormat();
  const level = (n: number) => t(n === 0 ? "levels.0" : n === 1 ? "levels.1" : "levels.2");
  return (
    <Part title={t("leases")} none={rows.length === 0 ? t("leases_none") : undefined}>
      <Table
        label={t("leases")}
        rows={rows}
        keyOf={(row) => row.level}
        columns={[
          { id: "level", word: t("level"), cell: (row) => level(row.level) },
          { ...figure("soon", t("soon")), cell: (row) => number(row.soon) },
          { ...figure("over", t("over")), cell: (row) => number(row.over) },
        ]}
      />
    </Part>
  );
}

/** What takes room, what is left, and which versions run. */
export function Room({ machine }: { machine: Machine }) {
  const { t } = useTranslation("machine");
  const { number } = useFormat();
  const { database, storage, tables } = machine;
  return (
    <Part title={t("room")}>
      <dl className="adm-sums">
        <Sum name={t("database")} says={`PostgreSQL ${database.version} · ${database.revision}`}>
          {size(database.bytes)}
        </Sum>
        <Sum name={t("connections")} says={t("most", { most: number(database.most_connections) })}>
          {number(database.connections)}
        </Sum>
        <Sum
          name={t(storage.about ? "files_about" : "files")}
          says={t("files_n", { n: number(storage.count) })}
        >
          {size(storage.bytes)}
        </Sum>
        {storage.free !== null && storage.size !== null ? (
          <Sum name={t("free")} says={t("free_of", { size: size(storage.size) })}>
            {size(storage.free)}
          </Sum>
        ) : (
          <Sum name={t("free")} says={t("bucket")}>
            ∞
          </Sum>
        )}
        <Sum name={t("dure")} says={`Python ${machine.python}`}>
          {machine.dure}
        </Sum>
      </dl>
      <Table
        label={t("tables")}
        rows={tables}
        keyOf={(row) => row.name}
        columns={[
          { id: "table", word: t("tables"), cell: (row) => row.name },
          { ...figure("rows", t("rows")), wide: true, cell: (row) => number(row.rows) },
          { ...figure("size", t("size")), look: "nowrap", cell: (row) => size(row.bytes) },
        ]}
      />
    </Part>
  );
}

function Sum({ name, says, children }: { name: string; says: string; children: ReactNode }) {
  return (
    <div>
      <dt className="label t3">{name}</dt>
      <dd className="pnum">
        {children}
        <small className="label t3 block">{says}</small>
      </dd>
    </div>
  );
}
