import type { LocalDraft } from "./drafts";
import type { Letter } from "./outbox-core";
import type { Take } from "./takes-core";

/** Rows under their `id`. All of them are few enough to be read at once. */
export interface Table<Row extends { id: string }> {
  get(id: string): Promise<Row | undefined>;
  all(): Promise<Row[]>;
  put(row: Row): Promise<void>;
  /** Reads a row and writes what `to` makes of it, with nothing of any tab in between: null takes
   * it out, undefined leaves it. Gives the row as it was; undefined where there is none. */
  change(id: string, to: (row: Row) => Row | null | undefined): Promise<Row | undefined>;
  delete(id: string): Promise<void>;
}

/** A leased piece of work that can be done without a connection; `value` is the feature's own. */
export type KeptPiece = {
  id: string;
  person: number;
  project_id: number;
  stage_id: number;
  assignment_id: number;
  at: number;
  value: unknown;
};
/** The file of such a piece, under the piece's id; of several, each under that and its own name. */
export type KeptPicture = { id: string; person: number; at: number; blob: Blob };

const FILES = ["sound", "peaks", "spectrogram", "times", "thumbs", "pages", "texts", "data"];
export const fileId = (id: string, file: string): string => `${id}/${file}`;

/** The files of a piece are not needed any more. */
export async function dropFiles({ pictures }: Pick<Shelf, "pictures">, id: string): Promise<void> {
  await Promise.all([id, ...FILES.map((file) => fileId(id, file))].map(pictures.delete));
}
/** A guideline as it was last read. */
export type ReadGuideline = { id: string; version: number; body: string };

/** What this device keeps: it outlives reloads, crashes and times without a connection. */
export type Shelf = {
  /** Whether it does: a browser that refuses storage gives us the page's memory only. */
  lasting: boolean;
  outbox: Table<Letter>;
  drafts: Table<LocalDraft>;
  pieces: Table<KeptPiece>;
  pictures: Table<KeptPicture>;
  guidelines: Table<ReadGuideline>;
  takes: Table<Take>;
};

/** Rows in the page's memory. */
export class MemoryTable<Row extends { id: string }> implements Table<Row> {
  readonly rows = new Map<string, Row>();
  get = async (id: string) => this.rows.get(id);
  all = async () => [...this.rows.values()];
  put = async (row: Row) => {
    this.rows.set(row.id, structuredClone(row));
  };
  change = async (id: string, to: (row: Row) => Row | null | undefined) => {
    const row = this.rows.get(id);
    const next = row === undefined ? undefined : to(row);
    if (next === null) this.rows.delete(id);
    else if (next !== undefined) this.rows.set(id, structuredClone(next));
    return row;
  };
  delete = async (id: string) => {
    this.rows.delete(id);
  };
}

/** A shelf that is gone with the page. */
export const memoryShelf = (): Shelf => ({
  lasting: false,
  outbox: new MemoryTable(),
  drafts: new MemoryTable(),
  pieces: new MemoryTable(),
  pictures: new MemoryTable(),
  guidelines: new MemoryTable(),
  takes: new MemoryTable(),
});

let opened: Promise<Shelf> | undefined;

/** The shelf of this device; the database comes with the first use of it. */
export function shelf(): Promise<Shelf> {
  opened ??= import("./shelf-database").then((made) => made.open()).catch(memoryShelf);
  return opened;
}
