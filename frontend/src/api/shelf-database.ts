import type { Shelf, Table } from "./shelf";

const NAME = "dure";
// Browsers that have worked with Dure before keep their rows under lower numbers.
const VERSION = 11;
// Rows are read by key or all at once; nothing needs a further index.
const TABLES = ["outbox", "drafts", "pieces", "pictures", "guidelines", "takes"] as const;

/** What a request gives; rejects where the browser refuses it. */
const got = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let connected: Promise<IDBDatabase> | null = null;

/** A transaction on one table. A connection that the browser has closed is opened anew. */
async function begin(name: string, mode?: IDBTransactionMode): Promise<IDBTransaction> {
  connected ??= connect();
  try {
    return (await connected).transaction(name, mode);
  } catch {
    connected = connect();
    return (await connected).transaction(name, mode);
  }
}

async function connect(): Promise<IDBDatabase> {
  const asked = indexedDB.open(NAME, VERSION);
  asked.onupgradeneeded = () => {
    const { result } = asked;
    for (const name of TABLES)
      if (!result.objectStoreNames.contains(name))
        result.createObjectStore(name, { keyPath: "id" });
  };
  const base = await got(asked);
  // Another tab wants to change or delete it.
  base.onversionchange = () => base.close();
  return base;
}

/** Gives what `act` comes to once all of it is written. */
async function write<T>(name: string, act: (rows: IDBObjectStore) => T | Promise<T>): Promise<T> {
  const all = await begin(name, "readwrite");
  return await new Promise((resolve, reject) => {
    all.onabort = () => reject(all.error);
    Promise.resolve(act(all.objectStore(name))).then((done) => {
      all.oncomplete = () => resolve(done);
    }, reject);
  });
}

function table<Row extends { id: string }>(name: (typeof TABLES)[number]): Table<Row> {
  const rows = async () => (await begin(name)).objectStore(name);
  return {
    get: async (id) => await got<Row | undefined>((await rows()).get(id)),
    all: async () => await got<Row[]>((await rows()).getAll()),
    put: (row) =>
      write(name, (all) => {
        all.put(row);
        // Not when somebody has heard of it: a page that is closed now hears of nothing.
        all.transaction.commit();
      }),
    change: (id, to) =>
      write(name, async (all) => {
        const row = await got<Row | undefined>(all.get(id));
        const next = row === undefined ? undefined : to(row);
        if (next === null) all.delete(id);
        else if (next !== undefined) all.put(next);
        return row;
      }),
    delete: (id) => write(name, (all) => void all.delete(id)),
  };
}

/** Opens the browser's database. Throws where the browser refuses it. */
export async function open(): Promise<Shelf> {
  connected = connect();
  await connected;
  return {
    lasting: true,
    outbox: table("outbox"),
    drafts: table("drafts"),
    pieces: table("pieces"),
    pictures: table("pictures"),
    guidelines: table("guidelines"),
    takes: table("takes"),
  };
}
