import type { Capture, Device } from "./captures";
import type { Refusal } from "./outbox-core";
import type { Table } from "./shelf";

/** One take on this device: a recording, a photograph, a film or a file, until it is handed in. */
export type Take = {
  id: string;
  /** The piece of work that it is of (`workId`), and whose it is. */
  work: string;
  person: number;
  project_id: number;
  assignment_id: number;
  /** The question that it answers, and the part of the prompt where each has its own. */
  label: string;
  part: string | null;
  kind: "recording" | "photograph" | "film" | "file";
  /** The name that goes with the bytes: no other take has it. */
  name: string;
  blob: Blob;
  device: Device | null;
  /** How it is drawn: what is highest of each stretch, 0 to 1. */
  wave: readonly number[];
  /** Seconds, where it lasts. */
  seconds: number | null;
  at: number;
  /** Where its bytes go; null until the server has made room for them. */
  url: string | null;
  /** Whether the server has all of them. */
  whole: boolean;
  /** What the server knows of it, once it looks it over. */
  capture: Capture | null;
  /** Why the server did not take it at all. */
  refusal: Refusal | null;
  /** It is not wanted any more: the server is yet to hear of that. */
  dropped: boolean;
};

/** What came of one step on a take's way. */
export type Stepped =
  | { kind: "done"; change: Partial<Take> }
  | { kind: "refused"; refusal: Refusal }
  /** Not heard of, or not now: the same step again. */
  | { kind: "later" }
  /** Nobody is signed in, or somebody else is. */
  | { kind: "signed_out" };

export type TakesState = {
  all: readonly Take[];
  /** How many bytes the server has, by the takes that are on their way. */
  sent: ReadonlyMap<string, number>;
  trouble: "offline" | "signed_out" | null;
};

type Ears = { url: (url: string) => Promise<void>; sent: (bytes: number) => void };
type Ports = {
  table: () => Promise<Table<Take>>;
  /** Sends its bytes, going on from where the server has them. */
  send: (take: Take, ears: Ears) => Promise<Stepped>;
  /** Has the server look over what it has. */
  register: (take: Take) => Promise<Stepped>;
  /** What the server found by now. */
  look: (take: Take) => Promise<Stepped>;
  drop: (take: Take) => Promise<Stepped>;
  /** Runs `act` while no other tab does. */
  alone: (act: () => Promise<void>) => Promise<void>;
  /** Tells the other tabs. */
  tell: (word: TakeWord) => void;
  later: (ms: number, act: () => void) => () => void;
};
export type TakeWord = { kind: "changed" } | { kind: "sent"; id: string; bytes: number };

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;
/** How soon one asks again what is being looked over. */
const LOOK_MS = 700;

const EMPTY: TakesState = { all: [], sent: new Map(), trouble: null };

const isChecking = (take: Take): boolean => take.capture?.state === "checking";
/** Is there anything left to do for it? */
export const isPending = (take: Take): boolean =>
  take.dropped || (take.refusal === null && (take.capture === null || isChecking(take)));

/** Takes that are kept until they are handed in: sent one after another, each once, over reloads and
 * times without a connection. */
export class Takes {
  #ports: Ports;
  #person: number | null = null;
  #state = EMPTY;
  #running: Promise<void> | null = null;
  #again = false;
  #pause = FIRST_PAUSE;
  #stop: () => void = () => undefined;
  #listeners = new Set<() => void>();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  state = (): TakesState => this.#state;

  listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Sends what waits of this person, now and from now on. */
  async start(person: number): Promise<void> {
    this.#person = person;
    this.#pause = FIRST_PAUSE;
    await this.#read({ trouble: null });
    void this.#run();
  }

  /** Keeps a take; it is on its way from now on. Rejects where the device cannot keep it. */
  async put(take: Take): Promise<void> {
    await (await this.#ports.table()).put(take);
    await this.#changed();
    void this.#run();
  }

  /** It is not wanted any more: here at once, at the server as soon as that is reached. */
  async drop(id: string): Promise<void> {
    await (await this.#ports.table()).change(id, (row) =>
      row.url === null ? null : { ...row, dropped: true },
    );
    await this.#changed();
    void this.#run();
  }

  /** Lets go of a take here; at the server it stays. */
  async forget(id: string): Promise<void> {
    await (await this.#ports.table()).delete(id);
    await this.#changed();
  }

  /** Lets go of the takes of a piece of work: they are handed in, or it is not ours any more. */
  async letGo(work: string): Promise<void> {
    const table = await this.#ports.table();
    for (const row of await table.all()) if (row.work === work) await table.delete(row.id);
    await this.#changed();
  }

  /** Tries again what the server did not take. */
  async again(id: string): Promise<void> {
    await (await this.#ports.table()).change(id, (row) => ({ ...row, refusal: null }));
    await this.#changed();
    await this.retry();
  }

  /** Tries again at once: the connection is back. */
  async retry(): Promise<void> {
    this.#pause = FIRST_PAUSE;
    await this.#run();
  }

  /** What another tab said. */
  hear(word: TakeWord): void {
    if (word.kind === "sent") this.#sent(word.id, word.bytes);
    else
      void this.#read({}).then(
        () => this.#mine().length > 0 && void this.#run(),
        () => undefined,
      );
  }

  #mine = (): readonly Take[] =>
    this.#state.all.filter((one) => one.person === this.#person && isPending(one));

  #run(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#runAll().finally(() => {
      this.#running = null;
      // Asked for in the moment in which it ended.
      if (this.#again) void this.#run();
    });
    return this.#running;
  }

  async #runAll(): Promise<void> {
    this.#stop();
    while (this.#again) {
      this.#again = false;
      try {
        await this.#ports.alone(() => this.#sendAll());
      } catch {
        this.#wakeLater();
      }
    }
  }

  async #sendAll(): Promise<void> {
    const table = await this.#ports.table();
    for (;;) {
      await this.#read({});
      const pending = this.#mine();
      // What is looked over is asked for when nothing else is to be sent.
      const next = pending.find((one) => !isChecking(one)) ?? null;
      if (next === null) {
        for (const one of pending) if (!(await this.#step(table, one))) return;
        await this.#read({});
        if (this.#mine().length > 0) this.#wake(LOOK_MS);
        return;
      }
      if (!(await this.#step(table, next))) return;
    }
  }

  /** One step on a take's way; false where nothing can be done now. */
  async #step(table: Table<Take>, take: Take): Promise<boolean> {
    const done = await this.#act(table, take);
    if (done.kind === "later" || done.kind === "signed_out") {
      this.#set({ trouble: done.kind === "later" ? "offline" : "signed_out" });
      if (done.kind === "later") this.#wakeLater();
      return false;
    }
    this.#pause = FIRST_PAUSE;
    const change = done.kind === "done" ? done.change : { refusal: done.refusal };
    await table.change(take.id, (row) =>
      // What is dropped meanwhile is dropped with the next step.
      take.dropped ? null : { ...row, ...change },
    );
    if (this.#state.trouble !== null) this.#set({ trouble: null });
    await this.#changed();
    return true;
  }

  #act(table: Table<Take>, take: Take): Promise<Stepped> {
    if (take.dropped) return this.#ports.drop(take);
    if (take.capture !== null) return this.#ports.look(take);
    if (take.whole) return this.#ports.register(take);
    return this.#ports.send(take, {
      url: async (url) => void (await table.change(take.id, (row) => ({ ...row, url }))),
      sent: (bytes) => {
        this.#sent(take.id, bytes);
        this.#ports.tell({ kind: "sent", id: take.id, bytes });
      },
    });
  }

  #sent(id: string, bytes: number): void {
    this.#set({ sent: new Map(this.#state.sent).set(id, bytes) });
  }

  async #changed(): Promise<void> {
    await this.#read({});
    this.#ports.tell({ kind: "changed" });
  }

  async #read(more: Partial<TakesState>): Promise<void> {
    const all = await (await this.#ports.table()).all();
    this.#set({ ...more, all: all.sort((a, b) => a.at - b.at) });
  }

  #wake(ms: number): void {
    this.#stop();
    this.#stop = this.#ports.later(ms, () => void this.#run());
  }

  #wakeLater(): void {
    this.#wake(this.#pause);
    this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2);
  }

  #set(change: Partial<TakesState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
