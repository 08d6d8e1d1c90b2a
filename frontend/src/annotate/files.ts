/** The files that sounds, videos, documents and time series are shown from, wherever they are looked at. */

import type { Schema } from "~/api/client";
import { isProblem, Problem } from "~/api/problem";
import type { Facts, MediaSource } from "./media";

type Media = Pick<Schema<"MediaOut">, "prepared">;
type Linked = Record<string, { url?: string; media_type?: string } | null>;
/** Files of a piece of work that stay on the device. */
export type Kept = {
  get: (file: string) => Promise<Blob | undefined>;
  put: (file: string, blob: Blob) => void;
};

/** How long one waits for what is being made; then it is said. */
const PATIENCE = 20_000;
const AGAIN = 1_500;
/** Milliseconds of a recording that is small enough to be kept for when there is no connection. */
const SHORT = 1_800_000;

/** What an item is shown from; waits a while where it is still being made. Rejects with the code
 * `preparing`, or `unshowable` where it cannot be shown. */
export async function preparedBy(read: () => Promise<Media>): Promise<Linked> {
  for (const until = Date.now() + PATIENCE; ; ) {
    const { prepared } = await read();
    if (prepared !== null) {
      if ("refused" in prepared) throw new Problem(422, { code: "unshowable" });
      return prepared as Linked;
    }
    if (Date.now() > until) throw new Problem(503, { code: "preparing" });
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

/** Milliseconds before a part of a file is asked for again, and once more. */
const LOST = [200, 1_000] as const;

/** Asks again for what was lost on the way: one part less is a page that does not open. */
export async function insisting<T>(
  ask: () => Promise<T>,
  pauses: readonly number[] = LOST,
): Promise<T> {
  for (const pause of pauses) {
    try {
      return await ask();
    } catch (error) {
      if (isProblem(error) && !error.offline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return ask();
}

async function fetched(url: string, asked?: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(url, asked);
  } catch {
    throw new Problem(0, { code: "offline" });
  }
  if (!answer.ok) throw new Problem(answer.status, { code: "media" });
  return answer;
}

/** A source of an editor; `read` asks for the links again, which end after some minutes. */
export function mediaSource(
  item: { name: string; facts: unknown },
  prepared: Linked,
  read: () => Promise<Media>,
  kept?: Kept,
): MediaSource {
  const facts = item.facts as Facts;
  const whole = new Map<string, Promise<Blob>>();
  let links = Promise.resolve(prepared);
  let asked = Date.now();
  const address = async (file: string): Promise<string> => {
    // Links hold for some minutes at least; this is well within.
    if (Date.now() - asked > 120_000) {
      asked = Date.now();
      const before = links;
      links = read().then((media) => media.prepared as Linked);
      // Without a connection the old ones are as good as none, and cost nothing.
      links.catch(() => {
        links = before;
        asked = 0;
      });
    }
    const url = (await links)[file]?.url;
    if (url === undefined) throw new Error(file);
    return url;
  };
  const load = async (file: string): Promise<Blob> => {
    const here = await kept?.get(file).catch(() => undefined);
    if (here !== undefined) return here;
    const answer = await fetched(await address(file));
    const blob = await answer.blob();
    // An audio element goes by the type.
    const typed = new Blob([blob], { type: prepared[file]?.media_type ?? blob.type });
    kept?.put(file, typed);
    return typed;
  };
  const blob = (file: string): Promise<Blob> => {
    let coming = whole.get(file);
    if (coming === undefined) {
      coming = load(file);
      whole.set(file, coming);
      coming.catch(() => whole.delete(file));
    }
    return coming;
  };
  const range = async (file: string, offset: number, length: number): Promise<ArrayBuffer> => {
    const here = whole.get(file);
    if (here !== undefined) return (await here).slice(offset, offset + length).arrayBuffer();
    // Requests for parts of one file get into each other's way in a browser's cache, where they
    // share one entry: a part is lost, or another one comes. Whoever asks keeps what he was given.
    return insisting(async () => {
      const answer = await fetched(await address(file), {
        headers: { Range: `bytes=${offset}-${offset + length - 1}` },
        cache: "no-store",
      });
      const bytes = await answer.arrayBuffer();
      // A server that does not know ranges sends all of it.
      if (answer.status !== 206) return bytes.slice(offset, offset + length);
      const came = answer.headers.get("content-range");
      if (came?.startsWith(`bytes ${offset}-`) === false) throw new Error(came);
      return bytes;
    });
  };
  // The wave is seen at once, and what is short is heard also where the connection ends.
  if (facts.modality === "sound" && kept !== undefined) {
    void blob("peaks").catch(() => undefined);
    if (facts.length <= SHORT) void blob("sound").catch(() => undefined);
  }
  return {
    modality: facts.modality,
    name: item.name,
    facts,
    prepared,
    address,
    blob,
    range,
  } as unknown as MediaSource;
}
