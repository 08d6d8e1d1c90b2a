import { Archive, type Part } from "./zip";

/** What was chosen, ready to be sent as one upload. */
export type Parcel = {
  /** What the import is called. */
  name: string;
  /** The name that goes with the bytes. */
  filename: string;
  body: File | Archive;
  files: number;
  pictures: number;
  /** The same choice has the same one, also after the page was left. */
  fingerprint: string;
};

/** Why nothing can be sent of what was chosen. */
export class Unfit extends Error {
  constructor(readonly why: "nothing" | "many" | "names") {
    super(why);
    this.name = "Unfit";
  }
}

const PICTURE = /\.(jpe?g|jpe|jfif|png|webp|gif|bmp|tiff?)$/i;
/** What is unpacked by the server. */
export const ARCHIVE = /\.(zip|tar|tgz|tar\.gz|tar\.zst)$/i;
// No one sends more archives at once.
const MOST = 20;
const JUNK = new Set([".ds_store", "thumbs.db", "desktop.ini"]);

// What operating systems leave in folders; nobody means to send it.
const junk = (path: string): boolean => {
  const last = path.split("/").at(-1) ?? "";
  return path.startsWith("__MACOSX/") || last.startsWith("._") || JUNK.has(last.toLowerCase());
};

type Found = { path: string; file: File };

/** The files of what was dropped, folders with all that is in them. Call it in the event itself. */
export async function dropped(transfer: DataTransfer): Promise<Found[]> {
  // Entries can only be asked for while the event lasts; what is in them, later.
  const entries = [...transfer.items]
    .filter((item) => item.kind === "file")
    .map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const found: Found[] = [];
  for (const entry of entries) {
    if (entry instanceof File) found.push({ path: entry.name, file: entry });
    else if (entry !== null) await walk(entry, found);
  }
  return found;
}

async function walk(entry: FileSystemEntry, found: Found[]): Promise<void> {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    const file = await new Promise<File>((take, fail) =>
      (entry as FileSystemFileEntry).file(take, fail),
    );
    found.push({ path, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A reader gives a hundred at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((take, fail) =>
      reader.readEntries(take, fail),
    );
    if (some.length === 0) return;
    for (const one of some) await walk(one, found);
  }
}

/** The files of what was chosen in a dialog. */
export const chosen = (files: FileList): Found[] =>
  [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** Uploads of these files: every archive as it is, and all others as one. Raises Unfit. */
export function parcelsOf(all: Found[]): Parcel[] {
  const found = all.filter((one) => !junk(one.path));
  if (found.length === 0) throw new Unfit("nothing");
  const archives = found.filter((one) => ARCHIVE.test(one.path));
  const others = found.filter((one) => !ARCHIVE.test(one.path));
  if (archives.length >= MOST) throw new Unfit("many");
  const parcels = archives.map(alone);
  if (others.length > 0) parcels.push(together(others));
  return parcels;
}

const alone = ({ file }: Found): Parcel => ({
  name: file.name.replace(ARCHIVE, ""),
  filename: file.name.slice(-200),
  body: file,
  files: 1,
  pictures: PICTURE.test(file.name) ? 1 : 0,
  fingerprint: mark([`${file.name}|${file.size}|${file.lastModified}`]),
});

/** A single file as it is, several as one archive. */
function together(found: Found[]): Parcel {
  const [first] = found as [Found, ...Found[]];
  if (found.length === 1 && !first.path.includes("/")) return alone(first);
  const folder = common(found);
  const parts: Part[] = found
    .map(({ path, file }) => ({
      path: folder === "" ? path : path.slice(folder.length + 1),
      file,
      modified: file.lastModified,
    }))
    .sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
  if (parts.some((part) => part.path.length > 2000)) throw new Unfit("names");
  // Loose pictures are called after the first of them, and how many more there are.
  const loose = `${first.path.replace(/\.[^.]*$/, "")} +${found.length - 1}`;
  const name = (folder || loose).slice(-180);
  return {
    name,
    filename: `${name}.zip`,
    body: new Archive(parts),
    files: parts.length,
    pictures: parts.filter((part) => PICTURE.test(part.path)).length,
    fingerprint: mark(parts.map((part) => `${part.path}|${part.file.size}|${part.modified}`)),
  };
}

/** The folder that all of it lies in; empty where there is none. */
function common(found: readonly Found[]): string {
  const tops = new Set(found.map(({ path }) => (path.includes("/") ? path.split("/")[0]! : "")));
  const [only] = tops;
  return tops.size === 1 && only !== undefined ? only : "";
}

/** A number made of some lines, the same for the same lines: cyrb53. */
function mark(lines: readonly string[]): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (const line of lines)
    for (let i = 0; i <= line.length; i += 1) {
      const code = i < line.length ? line.charCodeAt(i) : 10;
      a = Math.imul(a ^ code, 2654435761);
      b = Math.imul(b ^ code, 1597334677);
    }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return `${lines.length}-${(b >>> 0).toString(36)}${(a >>> 0).toString(36)}`;
}
