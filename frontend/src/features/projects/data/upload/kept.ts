import type { PreviousUpload } from "tus-js-client";

// What this browser has begun to send and not ended, so that it can go on after the page was left.
const KEY = "dure.uploads";
const LASTS = 24 * 3600 * 1000; // as long as the server keeps an upload that lies still

/** An upload that was begun here and is not in an import yet. */
export type Begun = {
  fingerprint: string;
  project: number;
  name: string;
  size: number;
  sent: number;
  url: string;
  at: number;
};

function all(): Begun[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    const rows = Array.isArray(stored) ? (stored as Begun[]) : [];
    return rows.filter((row) => Date.now() - row.at < LASTS);
  } catch {
    return [];
  }
}

function write(rows: Begun[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(rows));
  } catch {
    // Then an upload that is broken off begins anew.
  }
}

/** What was begun in this project and not ended. */
export const begun = (project: number): Begun[] => all().filter((row) => row.project === project);

/** Forgets an upload: it is in an import now, or given up. */
export const forget = (url: string): void => write(all().filter((row) => row.url !== url));

/** Notes how far an upload is. */
export const reached = (url: string, sent: number): void =>
  write(all().map((row) => (row.url === url ? { ...row, sent, at: Date.now() } : row)));

const known = (row: Begun): PreviousUpload => ({
  size: row.size,
  metadata: { filename: row.name },
  creationTime: new Date(row.at).toISOString(),
  urlStorageKey: row.url,
  uploadUrl: row.url,
  parallelUploadUrls: null,
});

/** Where tus keeps and finds the addresses of uploads, for one project. */
export const keeper = (project: number, name: string) => ({
  findAllUploads: async () => begun(project).map(known),
  findUploadsByFingerprint: async (fingerprint: string) =>
    begun(project)
      .filter((row) => row.fingerprint === fingerprint)
      .map(known),
  removeUpload: async (url: string) => forget(url),
  addUpload: async (fingerprint: string, upload: PreviousUpload) => {
    const url = upload.uploadUrl ?? "";
    const row = {
      fingerprint,
      project,
      name,
      size: upload.size ?? 0,
      sent: 0,
      url,
      at: Date.now(),
    };
    write([...all().filter((one) => one.fingerprint !== fingerprint), row]);
    return url;
  },
});
