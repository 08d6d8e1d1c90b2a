import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";

type Machine = Schema<"MachineOut">;

const WAITS = 300; // seconds that work may wait for a worker
const ROOM = 0.1; // of the disk
const CONNECTIONS = 0.85;
const BACKUP = 36 * 3600 * 1000; // a nightly one, and half a day

/** What of the machine needs somebody's look, in sentences. */
export function useAmiss(): (machine: Machine) => string[] {
  const { t } = useTranslation("machine");
  const { number, span, percent, ago } = useFormat();
  return (machine) => {
    const said: string[] = [];
    const dead = sum(machine.chores.filter((one) => one.state === "dead"));
    if (dead > 0) said.push(t("amiss.dead", { n: number(dead) }));
    const workers = machine.processes.filter((one) => one.part === "worker");
    if (workers.length === 0) said.push(t("amiss.no_worker"));
    else if (machine.waits > WAITS) said.push(t("amiss.waits", { time: span(machine.waits) }));
    if (new Set(machine.processes.map((one) => one.version)).size > 1) said.push(t("amiss.mixed"));
    const over = machine.leases.reduce((all, one) => all + one.over, 0);
    if (over > 0 && workers.length === 0) said.push(t("amiss.over", { n: number(over) }));
    const { free, size } = machine.storage;
    if (free !== null && size !== null && free < size * ROOM)
      said.push(t("amiss.full", { share: percent(free / size) }));
    const { connections, most_connections } = machine.database;
    if (connections > most_connections * CONNECTIONS) said.push(t("amiss.connections"));
    if (machine.backup === null) said.push(t("amiss.no_backup"));
    else if (Date.now() - new Date(machine.backup.snapshot_at).getTime() > BACKUP)
      said.push(t("amiss.old_backup", { ago: ago(machine.backup.snapshot_at) }));
    return said;
  };
}

const sum = (rows: Machine["chores"]): number => rows.reduce((all, one) => all + one.count, 0);
