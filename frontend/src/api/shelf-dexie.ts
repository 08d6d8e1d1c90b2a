import Dexie, { type Table as Rows } from "dexie";
import type { Shelf, Table } from "./shelf";

// Rows are read by key or all at once; nothing else needs an index.
const TABLES = { outbox: "id", drafts: "id", pieces: "id", pictures: "id", guidelines: "id" };

function table<Row extends { id: string }>(rows: Rows<Row, string>): Table<Row> {
  return {
    get: async (id) => await rows.get(id),
    all: async () => await rows.toArray(),
    put: async (row) => {
      await rows.put(row);
    },
    change: (id, to) =>
      rows.db.transaction("rw", rows, async () => {
        const row = await rows.get(id);
        const next = row === undefined ? undefined : to(row);
        if (next === null) await rows.delete(id);
        else if (next !== undefined) await rows.put(next);
        return row;
      }),
    delete: async (id) => {
      await rows.delete(id);
    },
  };
}

/** Opens the browser's database. Throws where the browser refuses it. */
export async function open(): Promise<Shelf> {
  const base = new Dexie("dure");
  base.version(1).stores(TABLES);
  await base.open();
  return {
    lasting: true,
    outbox: table(base.table("outbox")),
    drafts: table(base.table("drafts")),
    pieces: table(base.table("pieces")),
    pictures: table(base.table("pictures")),
    guidelines: table(base.table("guidelines")),
  };
}
