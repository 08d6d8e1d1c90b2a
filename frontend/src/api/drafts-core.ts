import type { LocalDraft } from "./drafts";

export type Body = Record<string, unknown>;
/** A draft as the server has it. */
export type ServerDraft = { revision: number; body: Body };

/** Whether two drafts say the same; the order of keys says nothing. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null)
    return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every(
      (key) =>
        Object.hasOwn(other, key) &&
        same((one as Body)[key], (other as Record<string, unknown>)[key]),
    )
  );
}

/** With what to begin. */
export type Beginning = {
  body: Body | null;
  /** The server's revision that it goes on from. */
  base: number;
  /** Whether the server has yet to hear of it. */
  unsaved: boolean;
  /** Milliseconds of work that are in it. */
  active: number;
  /** What the server has instead, where two went on from the same. */
  conflict: ServerDraft | null;
};

/**
 * Which of the drafts goes on: this device's, where the server has not heard of it, else the
 * server's. `server` is undefined while there is no connection.
 */
export function begin(
  server: ServerDraft | null | undefined,
  locals: readonly LocalDraft[],
  tab: string,
): Beginning {
  const newest = [...locals].sort(
    (a, b) =>
      Number(b.dirty) - Number(a.dirty) ||
      Number(b.tab === tab) - Number(a.tab === tab) ||
      b.at - a.at,
  );
  const [local] = newest;
  const active = Math.max(0, ...locals.map((one) => one.active));
  if (server === undefined) {
    return local === undefined
      ? { body: null, base: 0, unsaved: false, active, conflict: null }
      : { body: local.body, base: local.base, unsaved: local.dirty, active, conflict: null };
  }
  const base = server?.revision ?? 0;
  const body = server?.body ?? null;
  if (local === undefined || !local.dirty || same(local.body, body))
    return { body, base, unsaved: false, active, conflict: null };
  // What this device was sending when it was cut off is its own, and nobody else's.
  const own = local.base === base || (local.going !== undefined && same(local.going, body));
  const conflict = own || server === null ? null : server;
  return {
    body: local.body,
    base: conflict === null ? base : local.base,
    unsaved: true,
    active,
    conflict,
  };
}

/** How a saving on the server ended. */
export type Put =
  | { kind: "saved"; revision: number }
  | { kind: "stale"; theirs: ServerDraft }
  /** It is not ours to change any more. */
  | { kind: "closed" }
  | { kind: "unreachable" }
  | { kind: "failed" };

export type SaveState = "saved" | "saving" | "offline" | "failed" | "conflict" | "closed";

type Ports = {
  /** Keeps it on this device. */
  keep: (draft: Pick<LocalDraft, "body" | "base" | "dirty" | "active" | "going">) => Promise<void>;
  put: (revision: number, body: Body) => Promise<Put>;
  later: (ms: number, act: () => void) => () => void;
  active: () => number;
};

export const LOCAL_MS = 250;
export const SERVER_MS = 3000;
const LONGEST_PAUSE = 30_000;

/** Keeps one piece of unfinished work: on this device at once, on the server every few seconds. */
export class DraftKeeper {
  #ports: Ports;
  #base: number;
  #body: (() => Body) | null = null;
  #written = false;
  #sent = true;
  #putting: Promise<void> | null = null;
  /** What is being sent. */
  #going: Body | null = null;
  #pause = SERVER_MS;
  #stopLocal: (() => void) | null = null;
  #stopServer: (() => void) | null = null;
  #state: SaveState = "saved";
  #theirs: ServerDraft | null = null;
  #over = false;
  #listeners = new Set<() => void>();

  constructor(ports: Ports, base: number) {
    this.#ports = ports;
    this.#base = base;
  }

  state = (): SaveState => this.#state;
  /** The server's revision that the work goes on from. */
  base = (): number => this.#base;
  /** The other draft, while there is a choice to make. */
  theirs = (): ServerDraft | null => this.#theirs;

  listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The work has changed; `body` is asked for when it is written. */
  change(body: () => Body): void {
    if (this.#over) return;
    this.#body = body;
    this.#written = false;
    this.#sent = false;
    if (this.#state === "saved") this.#set("saving");
    this.#stopLocal ??= this.#ports.later(LOCAL_MS, () => void this.keep());
    if (this.#theirs === null) this.#plan(this.#pause);
  }

  /** Two went on from the same: says so, and waits for a choice. */
  clash(theirs: ServerDraft): void {
    this.#theirs = theirs;
    this.#stopServer?.();
    this.#stopServer = null;
    this.#set("conflict");
  }

  /** The choice: what is here goes over the other one, on the server too. The caller has put the
   * chosen one in place already. */
  settle(body: () => Body): void {
    if (this.#theirs === null) return;
    this.#base = this.#theirs.revision;
    this.#theirs = null;
    this.#set("saving");
    this.change(body);
    this.#plan(0);
  }

  /** Writes it on this device now. A device that cannot stops nobody: the server has it soon. */
  async keep(): Promise<void> {
    this.#stopLocal?.();
    this.#stopLocal = null;
    if (this.#body === null || this.#written) return;
    this.#written = true;
    try {
      await this.#ports.keep({
        body: this.#body(),
        base: this.#base,
        dirty: !this.#sent || this.#going !== null,
        active: this.#ports.active(),
        ...(this.#going !== null && { going: this.#going }),
      });
    } catch {
      this.#written = false;
    }
  }

  /** Sends it now, if there is something to send: all of it, also what has changed since a sending
   * that is under way. */
  async push(): Promise<void> {
    if (this.#putting !== null) {
      await this.#putting;
      if (this.#sent || this.#state !== "saving") return;
    }
    this.#stopServer?.();
    this.#stopServer = null;
    this.#putting ??= this.#put().finally(() => {
      this.#putting = null;
      // What has changed meanwhile, or was not heard of.
      if (!this.#sent && this.#theirs === null) this.#plan(this.#pause);
    });
    await this.#putting;
  }

  /** Nothing is written any more: handed in, or left. `keep` first what must not be lost. */
  stop(): void {
    this.#over = true;
    this.#stopLocal?.();
    this.#stopServer?.();
  }

  async #put(): Promise<void> {
    while (!this.#over && !this.#sent && this.#theirs === null && this.#body !== null) {
      const body = this.#body();
      this.#sent = true;
      this.#going = body;
      const done = await this.#ports.put(this.#base, body).finally(() => {
        this.#going = null;
      });
      if (done.kind === "saved") {
        this.#base = done.revision;
        this.#pause = SERVER_MS;
        if (this.#over) return;
        // The device learns that the server has it.
        this.#written = false;
        await this.keep();
        this.#set(this.#sent ? "saved" : "saving");
        return;
      }
      this.#sent = false;
      if (this.#over) return;
      if (done.kind === "stale") {
        if (same(done.theirs.body, body)) {
          this.#base = done.theirs.revision;
          continue;
        }
        this.clash(done.theirs);
        return;
      }
      if (done.kind === "closed") {
        this.#set("closed");
        return;
      }
      this.#set(done.kind === "unreachable" ? "offline" : "failed");
      this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2);
      return;
    }
  }

  #plan(ms: number): void {
    if (this.#over || this.#state === "closed") return;
    if (ms === 0) {
      this.#stopServer?.();
      this.#stopServer = null;
    }
    this.#stopServer ??= this.#ports.later(ms, () => void this.push());
  }

  #set(state: SaveState): void {
    if (this.#over || state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
