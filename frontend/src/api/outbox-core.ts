import type { Schema } from "./client";
import type { Table } from "./shelf";

export type HandIn = Schema<"SubmissionIn">;
export type HandedIn = Schema<"SubmissionOut">;

/** Why the server did not take a letter: problem+json, kept with it. */
export type Refusal = {
  status: number;
  code: string;
  detail: string;
  more: Record<string, unknown>;
};

/** A hand-in on its way. `id` is its Idempotency-Key, the same however often it is sent. */
export type Letter = {
  id: string;
  /** Whose it is: it is sent only while this person is signed in. */
  person: number;
  /** The tab that wrote it; the following lease is for that tab. */
  tab: string;
  project_id: number;
  stage_id: number;
  assignment_id: number;
  level: number;
  /** What it is about and what it pays, to speak of it; null where that is counted in the answer. */
  item: string;
  price: number | null;
  body: HandIn;
  /** Whether the next piece of work is asked for with it. */
  next: boolean;
  at: number;
  /** Not sent before: until then it can be taken back. */
  due: number;
  /** It has been sent, or is being sent: the server may have it, and it is not taken back. */
  tried?: boolean;
  refusal: Refusal | null;
};

type Unsent = Omit<Letter, "at" | "due" | "tried" | "refusal">;

/** What came of a sending. */
export type Sent =
  | { kind: "answered"; answer: HandedIn }
  | { kind: "refused"; refusal: Refusal }
  /** Not heard of, or not now: the same letter again. */
  | { kind: "later" }
  /** The server fails over this one: the same letter again, and the others meanwhile. */
  | { kind: "stumbled" }
  /** Nobody is signed in: it waits for its person. */
  | { kind: "signed_out" };

export type OutboxState = {
  /** Written and not answered yet, in order. */
  waiting: readonly Letter[];
  /** Not taken; the work is in them. */
  refused: readonly Letter[];
  sending: string | null;
  trouble: "offline" | "signed_out" | null;
  /** How many letters this device has, whoever wrote them. */
  all: number;
};

type Ports = {
  table: () => Promise<Table<Letter>>;
  send: (letter: Letter) => Promise<Sent>;
  /** Runs `act` while no other tab does. */
  alone: (act: () => Promise<void>) => Promise<void>;
  /** Tells the other tabs. */
  tell: (word: Word) => void;
  now: () => number;
  later: (ms: number, act: () => void) => () => void;
};

export type Word = { kind: "changed" } | { kind: "answered"; letter: Letter; answer: HandedIn };

/** How long a letter can be taken back, and how long after that it lies still: the button is gone
 * before the letter is. */
export const UNDO_MS = 5000;
const GAP_MS = 300;
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 60_000;

const EMPTY: OutboxState = { waiting: [], refused: [], sending: null, trouble: null, all: 0 };

/** Hand-ins that are kept until the server has answered them: in order, each under one key, over
 * reloads and times without a connection. */
export class Outbox {
  #ports: Ports;
  #person: number | null = null;
  #state = EMPTY;
  #running: Promise<void> | null = null;
  #again = false;
  #putting: Promise<void> = Promise.resolve();
  #pause = FIRST_PAUSE;
  #stop: () => void = () => undefined;
  #listeners = new Set<() => void>();
  #answered = new Set<(letter: Letter, answer: HandedIn) => void>();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  state = (): OutboxState => this.#state;

  listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Called with each answer, whichever tab got it. */
  onAnswer(listener: (letter: Letter, answer: HandedIn) => void): () => void {
    this.#answered.add(listener);
    return () => this.#answered.delete(listener);
  }

  /** Sends what waits of this person, now and from now on; null: of nobody. */
  async start(person: number | null): Promise<void> {
    this.#person = person;
    this.#pause = FIRST_PAUSE;
    await this.#read({ trouble: null });
    void this.#run();
  }

  /** Keeps a hand-in; it is sent when it cannot be taken back any more. Whatever was refused of
   * the same work before gives way to it, and so does what is not on its way yet. */
  put(letter: Unsent, undo = UNDO_MS): Promise<Letter> {
    // One after another: a button that was pressed twice hands in once.
    const kept = this.#putting.then(() => this.#put(letter, undo));
    this.#putting = kept.then(ignore, ignore);
    return kept;
  }

  async #put(letter: Unsent, undo: number): Promise<Letter> {
    const table = await this.#ports.table();
    const rows = await table.all();
    const now = this.#ports.now();
    // After all that is there, also where the clock was set back.
    const at = rows.reduce((last, row) => Math.max(last, row.at + 1), now);
    const kept = { ...letter, at, due: now + undo + (undo > 0 ? GAP_MS : 0), refusal: null };
    await table.put(kept);
    for (const { id } of rows.filter((row) => sameWork(row, kept)))
      await table.change(id, (row) => (row.refusal !== null || !row.tried ? null : undefined));
    this.#person = letter.person;
    await this.#changed();
    void this.#run();
    return kept;
  }

  /** The letter, out of the box again; null where it is too late. */
  async takeBack(id: string): Promise<Letter | null> {
    const table = await this.#ports.table();
    let back = false;
    const letter = await table.change(id, (row) => {
      back = row.refusal !== null || (!row.tried && this.#ports.now() <= row.due - GAP_MS / 2);
      return back ? null : undefined;
    });
    if (letter === undefined || !back) return null;
    await this.#changed();
    return letter;
  }

  /** Lets go of what was refused. */
  async discard(id: string): Promise<void> {
    await (await this.#ports.table()).delete(id);
    await this.#changed();
  }

  /** Sends now what could still be taken back: the page may be about to go. */
  async hurry(): Promise<void> {
    const table = await this.#ports.table();
    const now = this.#ports.now();
    for (const { id } of this.#state.waiting)
      await table.change(id, (row) => (row.due > now ? { ...row, due: now } : undefined));
    await this.#changed();
    await this.#run();
  }

  /** Tries again at once: the connection is back, or somebody pressed the button. */
  async retry(): Promise<void> {
    this.#pause = FIRST_PAUSE;
    await this.#run();
  }

  /** What another tab said. */
  hear(word: Word): void {
    if (word.kind === "answered") this.#tellAnswer(word.letter, word.answer);
    // Who wrote a letter may be gone before it is due: every tab watches over all of them.
    void this.#read({}).then(() => {
      if (this.#state.waiting.length > 0) void this.#run();
    }, ignore);
  }

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
        // The device could not read or write. What was sent is sent again under the same key.
        this.#set({ sending: null });
        this.#wakeLater();
      }
    }
  }

  async #sendAll(): Promise<void> {
    const table = await this.#ports.table();
    const stumbled = new Set<string>();
    for (;;) {
      await this.#read({ sending: null });
      const first = this.#state.waiting.find((one) => !stumbled.has(one.id));
      if (first === undefined) break;
      const wait = await this.#untilDue(table, first);
      if (wait > 0) {
        this.#wake(wait);
        return;
      }
      // From here on nobody takes it back; where somebody just has, there is nothing to send.
      const there = await table.change(first.id, (row) =>
        row.tried ? undefined : { ...row, tried: true },
      );
      if (there === undefined) continue;
      this.#set({ sending: first.id });
      const sent = await this.#ports.send(first);
      if (sent.kind === "stumbled") {
        stumbled.add(first.id);
        continue;
      }
      if (sent.kind === "later") {
        this.#set({ sending: null, trouble: "offline" });
        this.#wakeLater();
        return;
      }
      if (sent.kind === "signed_out") {
        this.#set({ sending: null, trouble: "signed_out" });
        return;
      }
      this.#pause = FIRST_PAUSE;
      const { refusal } = sent.kind === "refused" ? sent : { refusal: null };
      await table.change(first.id, (row) => (refusal === null ? null : { ...row, refusal }));
      this.#set({ sending: null, trouble: null });
      await this.#changed();
      if (sent.kind === "answered") {
        this.#ports.tell({ kind: "answered", letter: first, answer: sent.answer });
        this.#tellAnswer(first, sent.answer);
      }
    }
    if (stumbled.size === 0) return;
    this.#set({ trouble: "offline" });
    this.#wakeLater();
  }

  /** How long until it may be sent. Longer than it can ever be means that the clock was set back
   * since: its time begins anew. */
  async #untilDue(table: Table<Letter>, letter: Letter): Promise<number> {
    const now = this.#ports.now();
    const most = UNDO_MS + GAP_MS;
    if (letter.due - now <= most) return letter.due - now;
    await table.change(letter.id, (row) => ({ ...row, due: now + most }));
    return most;
  }

  #wakeLater(): void {
    this.#wake(this.#pause);
    this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2);
  }

  #wake(ms: number): void {
    this.#stop();
    this.#stop = this.#ports.later(ms, () => void this.#run());
  }

  #tellAnswer(letter: Letter, answer: HandedIn): void {
    for (const listener of this.#answered) {
      try {
        listener(letter, answer);
      } catch (error) {
        // A page's fault holds up nobody's letters; it is heard of all the same.
        if (typeof reportError === "function") reportError(error);
      }
    }
  }

  async #changed(): Promise<void> {
    await this.#read({});
    this.#ports.tell({ kind: "changed" });
  }

  async #read(change: Partial<OutboxState>): Promise<void> {
    const rows = await (await this.#ports.table()).all();
    const mine = rows.filter((row) => row.person === this.#person).sort((a, b) => a.at - b.at);
    this.#set({
      waiting: mine.filter((row) => row.refusal === null),
      refused: mine.filter((row) => row.refusal !== null),
      all: rows.length,
      ...change,
    });
  }

  #set(change: Partial<OutboxState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const ignore = (): void => undefined;

const sameWork = (one: Letter, other: Letter): boolean =>
  one.id !== other.id &&
  one.person === other.person &&
  one.project_id === other.project_id &&
  one.assignment_id === other.assignment_id;
