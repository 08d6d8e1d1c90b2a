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
  /** What it is about and what it pays, to speak of it. */
  item: string;
  price: number;
  body: HandIn;
  /** Whether the next piece of work is asked for with it. */
  next: boolean;
  at: number;
  /** Not sent before: until then it can be taken back. */
  due: number;
  refusal: Refusal | null;
};

/** What came of a sending. */
export type Sent =
  | { kind: "answered"; answer: HandedIn }
  | { kind: "refused"; refusal: Refusal }
  /** Not heard of, or not now: the same letter again. */
  | { kind: "later" }
  /** Nobody is signed in: it waits for its person. */
  | { kind: "signed_out" };

export type OutboxState = {
  /** Written and not answered yet, in order. */
  waiting: readonly Letter[];
  /** Not taken; the work is in them. */
  refused: readonly Letter[];
  sending: string | null;
  trouble: "offline" | "signed_out" | null;
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

/** How long a letter can be taken back, and how long after that it lies still: no tab sends it in
 * the instant in which another takes it back. */
export const UNDO_MS = 5000;
const GAP_MS = 300;
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 60_000;

const EMPTY: OutboxState = { waiting: [], refused: [], sending: null, trouble: null };

/** Hand-ins that are kept until the server has answered them: in order, each under one key, over
 * reloads and times without a connection. */
export class Outbox {
  #ports: Ports;
  #person: number | null = null;
  #state = EMPTY;
  #running: Promise<void> | null = null;
  #again = false;
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
   * the same work before gives way to it. */
  async put(letter: Omit<Letter, "at" | "due" | "refusal">, undo = UNDO_MS): Promise<Letter> {
    const at = this.#ports.now();
    const kept: Letter = { ...letter, at, due: at + undo + (undo > 0 ? GAP_MS : 0), refusal: null };
    const table = await this.#ports.table();
    await table.put(kept);
    for (const old of this.#state.refused) if (sameWork(old, kept)) await table.delete(old.id);
    this.#person = letter.person;
    await this.#changed();
    void this.#run();
    return kept;
  }

  /** The letter, out of the box again; null where it is too late. */
  async takeBack(id: string): Promise<Letter | null> {
    const table = await this.#ports.table();
    const letter = await table.get(id);
    if (letter === undefined || this.#state.sending === id) return null;
    if (letter.refusal === null && this.#ports.now() > letter.due - GAP_MS / 2) return null;
    await table.delete(id);
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
    for (const letter of this.#state.waiting)
      if (letter.due > now) await table.put({ ...letter, due: now });
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
    void this.#read({});
  }

  #run(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#runAll().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #runAll(): Promise<void> {
    this.#stop();
    while (this.#again) {
      this.#again = false;
      await this.#ports.alone(() => this.#sendAll());
    }
  }

  async #sendAll(): Promise<void> {
    const table = await this.#ports.table();
    for (;;) {
      await this.#read({ sending: null });
      const [first] = this.#state.waiting;
      if (first === undefined) return;
      const wait = first.due - this.#ports.now();
      if (wait > 0) {
        this.#wake(wait);
        return;
      }
      this.#set({ sending: first.id });
      const sent = await this.#ports.send(first);
      if (sent.kind === "later") {
        this.#set({ sending: null, trouble: "offline" });
        this.#wake(this.#pause);
        this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2);
        return;
      }
      if (sent.kind === "signed_out") {
        this.#set({ sending: null, trouble: "signed_out" });
        return;
      }
      this.#pause = FIRST_PAUSE;
      if (sent.kind === "answered") await table.delete(first.id);
      else await table.put({ ...first, refusal: sent.refusal });
      this.#set({ sending: null, trouble: null });
      await this.#changed();
      if (sent.kind === "answered") {
        this.#tellAnswer(first, sent.answer);
        this.#ports.tell({ kind: "answered", letter: first, answer: sent.answer });
      }
    }
  }

  #wake(ms: number): void {
    this.#stop();
    this.#stop = this.#ports.later(ms, () => void this.#run());
  }

  #tellAnswer(letter: Letter, answer: HandedIn): void {
    for (const listener of this.#answered) listener(letter, answer);
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
      ...change,
    });
  }

  #set(change: Partial<OutboxState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const sameWork = (one: Letter, other: Letter): boolean =>
  one.project_id === other.project_id && one.assignment_id === other.assignment_id;
