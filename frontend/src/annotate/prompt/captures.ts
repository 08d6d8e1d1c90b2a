import type { Capture } from "~/api/captures";
import type { Take, TakesState } from "~/api/takes-core";

/** What has been taken for a prompt: by the server, and by this device, where it is one's own. */
export type Captures = {
  /** What the server has, with links that hold. Rejects without a connection. */
  read: () => Promise<readonly Capture[]>;
  /** Null for who only looks. */
  own: OwnTakes | null;
};

/** The takes of a piece of work on this device. */
export type OwnTakes = {
  state: () => TakesState;
  listen: (listener: () => void) => () => void;
  /** Of this piece of work, the oldest first. */
  mine: () => readonly Take[];
  put: (take: Fresh) => Promise<string>;
  drop: (id: string) => Promise<void>;
  again: (id: string) => Promise<void>;
};

/** A take as it was just made. */
export type Fresh = Pick<
  Take,
  "label" | "part" | "kind" | "blob" | "device" | "wave" | "seconds"
> & { suffix: string };

/** Nobody has taken anything, and nobody can: for previews. */
export const NO_CAPTURES: Captures = { read: async () => [], own: null };

/** Milliseconds for which links are taken to hold. */
const FRESH = 120_000;

/** What the server has, read anew where its links may have ended. */
export function readingBy(read: () => Promise<readonly Capture[]>): Captures["read"] {
  let known: Promise<readonly Capture[]> | null = null;
  let at = 0;
  return () => {
    if (known === null || Date.now() - at > FRESH) {
      at = Date.now();
      const asked = read();
      known = asked;
      asked.catch(() => {
        if (known === asked) known = null;
      });
    }
    return known;
  };
}
