import { createStore, type Store } from "~/annotate/core/store";
import type { Given } from "~/annotate/suggested/copy";
import { newKey } from "~/api/client";
import { workId } from "~/api/drafts";
import { type HandedIn, handIn, type Letter, outbox } from "~/api/outbox";
import { isProblem } from "~/api/problem";
import { hold, settleTab, tab } from "~/api/tab";
import { answerOf, type Desk, sent, sit } from "./desk";
import { type About, forgetPicture, keptLeases, load, loadKept, type Piece, sweep } from "./piece";
import { claim, giveBack, held, type Lease, type Place, readWork, resume } from "./server";

/** How many pieces of work are ready behind the one in hand. */
const AHEAD = 2;

export type State = {
  /** opening: nothing yet. working: `desk` is there. between: the next one is on its way.
   * lost: the time of `desk` ran out. none: there is no work. offline: there is none on this
   * device. fault: `error` says why. */
  phase: "opening" | "working" | "between" | "lost" | "none" | "offline" | "fault";
  desk: Desk | null;
  /** Pieces of work that are ready, picture and all. */
  ready: number;
  error: unknown;
};

type Waiting = Lease | { project_id: number; id: number };

/** A hand-in of which is known what would have been right; `looking`: it is laid over that. */
export type Told = { desk: Desk; said: NonNullable<HandedIn["known"]>; looking?: true };

/** Somebody working through a stage: one piece in hand, the next ones ready behind it. */
export class Session {
  readonly state: Store<State> = createStore<State>({
    phase: "opening",
    desk: null,
    ready: 0,
    error: null,
  });
  /** What is known of what was handed in, where its author is told: until it was looked at or put away. */
  readonly told = createStore<Told | null>(null);
  #place: Place;
  #person: number;
  #about: () => Promise<About | null>;
  /** Leased, and not looked at yet. */
  #queue: Waiting[] = [];
  /** Ready. */
  #ahead: Piece[] = [];
  /** Desks that were left for another and are come back to. */
  #parked = new Map<string, Desk>();
  #filling: Promise<void> | null = null;
  /** Who waits for a piece to become ready. */
  #waiting: (() => void)[] = [];
  /** What no other tab of this browser offers while we have it. */
  #holding = new Map<number, () => void>();
  #claimKey: string | null = null;
  /** What was handed in last, and to which version of the schema. */
  #last: (Given & { version: number }) | null = null;
  #over = false;
  /** Why work that is held is not shown yet: where there is no other, that is said. */
  #unready: unknown = null;
  #off: () => void;

  /** Whether its page has been left. */
  get isOver(): boolean {
    return this.#over;
  }

  constructor(person: number, place: Place, about: () => Promise<About | null>) {
    this.#person = person;
    this.#place = place;
    this.#about = about;
    const off = outbox.onAnswer((letter, answer) => this.#hear(letter, answer));
    const online = () => {
      if (this.state.get().phase === "offline") void this.open();
    };
    window.addEventListener("online", online);
    this.#off = () => {
      off();
      window.removeEventListener("online", online);
    };
  }

  /** Takes up what is held, and claims what is wanted beyond it. */
  async open(): Promise<void> {
    this.#set({ phase: "opening", error: null });
    this.#unready = null;
    try {
      await settleTab();
      await outbox.start(this.#person);
      const rows = (await held(this.#place)).filter((row) => !isSent(row.id));
      if (this.#over) return;
      await sweep(this.#person, this.#place, new Set(rows.map((row) => row.id)));
      this.#queue = rows.map(({ id }) => ({ id, project_id: this.#place.project_id }));
      await this.#claim(1 + AHEAD - rows.length, rows.length > 0);
      await this.#advance();
    } catch (error) {
      if (isProblem(error) && error.offline) await this.#openOffline();
      else this.#set({ phase: "fault", error });
    }
  }

  async #openOffline(): Promise<void> {
    const here = (await keptLeases(this.#person)).filter(
      (lease) =>
        lease.project_id === this.#place.project_id &&
        lease.stage_id === this.#place.stage_id &&
        !isSent(lease.id),
    );
    this.#queue = here;
    await this.#advance();
  }

  /** Hands in what is in hand and goes on with the next; the letter, for who wants it back. */
  async handIn(): Promise<{ letter: Letter; desk: Desk } | null> {
    const { desk } = this.state.get();
    if (desk === null) return null;
    const { lease } = desk.piece;
    const posting = handIn({
      person: this.#person,
      project_id: lease.project_id,
      stage_id: lease.stage_id,
      assignment_id: lease.id,
      level: 0,
      item: lease.item.name,
      price: lease.pay?.most ? null : lease.price,
      body: answerOf(desk),
      next: true,
    });
    desk.leave();
    void desk.keeper.keep().finally(() => desk.keeper.stop());
    this.#remember(desk);
    sent.set(desk.piece.lease.id, desk);
    const advancing = this.#advance();
    try {
      return { letter: await posting, desk };
    } catch (error) {
      // The device could not keep it: back to where it was, nothing is lost.
      await this.#backTo(desk);
      throw error;
    } finally {
      await advancing;
    }
  }

  /** Brings back what was handed in a moment ago; false where it is too late. */
  async takeBack(sent: { letter: Letter; desk: Desk }): Promise<boolean> {
    if ((await outbox.takeBack(sent.letter.id)) === null) return false;
    await this.#backTo(sent.desk);
    return true;
  }

  async #backTo(desk: Desk): Promise<void> {
    sent.delete(desk.piece.lease.id);
    const now = this.state.get().desk;
    if (now !== null) {
      await now.keeper.keep();
      this.#parked.set(now.piece.id, now);
      this.#ahead.unshift(now.piece);
    }
    const again = sit(desk.piece, desk);
    const { previous, piece } = again;
    this.#last = previous && { ...previous, version: piece.lease.schema_version };
    this.#set({ phase: "working", desk: again, ready: this.#ahead.length });
  }

  #remember({ editor, piece }: Desk): void {
    const answer = editor.answer();
    const version = piece.lease.schema_version;
    this.#last = answer.annotations.length > 0 ? { answer, source: piece.source, version } : null;
  }

  /** Gives the piece in hand back and goes on with the next. Throws where the server refuses. */
  async skip(why: string): Promise<void> {
    const { desk } = this.state.get();
    if (desk === null) return;
    const { project_id, id } = desk.piece.lease;
    await desk.keeper.push();
    await giveBack({ project_id, assignment_id: id }, why);
    desk.leave();
    desk.keeper.stop();
    forgetPicture(desk.piece.id);
    this.#release(id);
    await this.#advance();
  }

  /** Asks whether the piece in hand is still ours; what ran out may be taken up again. */
  async check(): Promise<void> {
    const { desk } = this.state.get();
    if (desk === null) return;
    const { project_id, id } = desk.piece.lease;
    const work = await readWork({ project_id, assignment_id: id }).catch(() => null);
    if (work === null || this.state.get().desk !== desk) return;
    if (work.state === "reserved") this.renew(work);
    else {
      await desk.keeper.keep();
      this.#set({ phase: "lost" });
    }
  }

  /** Takes up again what ran out. Throws where its place is taken. */
  async resume(): Promise<void> {
    const { desk } = this.state.get();
    if (desk === null) return;
    const { project_id, id } = desk.piece.lease;
    const lease = await resume({ project_id, assignment_id: id });
    desk.leave();
    desk.keeper.stop();
    this.#set({ phase: "working", desk: sit({ ...desk.piece, lease }, desk) });
  }

  /** The piece in hand is not ours any more: goes on with the next. */
  async leaveBehind(): Promise<void> {
    const { desk } = this.state.get();
    desk?.leave();
    desk?.keeper.stop();
    if (desk !== null) this.#release(desk.piece.lease.id);
    this.#set({ phase: "between", desk: null });
    await this.#advance();
  }

  /** Another lease of what is in hand: it was extended, or taken up again. */
  renew(lease: Lease): void {
    const { desk } = this.state.get();
    if (desk === null || desk.piece.lease.id !== lease.id) return;
    this.#set({ desk: { ...desk, piece: { ...desk.piece, lease } } });
  }

  close(): void {
    this.#over = true;
    this.#off();
    const { desk } = this.state.get();
    for (const one of [desk, ...this.#parked.values()]) {
      if (one === null) continue;
      one.leave();
      void one.keeper
        .keep()
        .then(() => one.keeper.push())
        .finally(() => one.keeper.stop());
    }
    for (const piece of this.#ahead) forgetPicture(piece.id);
    this.tell(null);
    for (const release of this.#holding.values()) release();
  }

  /** Tells this in the place of what was told before, of which the picture goes; null: nothing more. */
  tell(told: Told | null): void {
    const before = this.told.get();
    if (before) forgetPicture(before.desk.piece.id);
    this.told.set(told);
  }

  /** The next one that is ready comes to hand; else it is waited for, and at last claimed. */
  async #advance(): Promise<void> {
    for (;;) {
      if (this.#over) return;
      const piece = this.#ahead.shift();
      if (piece !== undefined) {
        const parked = this.#parked.get(piece.id);
        this.#parked.delete(piece.id);
        const previous = this.#last?.version === piece.lease.schema_version ? this.#last : null;
        this.#set({
          phase: "working",
          desk: { ...(parked ?? sit(piece, undefined, refusedOf(piece))), previous },
          ready: this.#ahead.length,
          error: null,
        });
        void this.#fill();
        return;
      }
      if (this.state.get().phase === "working")
        this.#set({ phase: "between", desk: null, ready: 0 });
      if (this.#queue.length > 0) {
        const arrived = new Promise<void>((tell) => this.#waiting.push(tell));
        void this.#fill();
        await arrived;
        continue;
      }
      if (!(await this.#more())) return;
    }
  }

  /** Finds more work; false where there is none, and says so. */
  async #more(): Promise<boolean> {
    try {
      // What is on its way may bring the next, or make room for it.
      const sending = outbox.state().waiting.length > 0;
      if (await this.#found(sending)) return true;
      if (sending) {
        await outbox.hurry();
        if (this.#queue.length > 0 || this.#ahead.length > 0) return true;
        if (outbox.state().trouble !== null) {
          this.#set({ phase: "offline", desk: null });
          return false;
        }
        if (await this.#found(false)) return true;
      }
      const error = this.#unready;
      this.#set({ phase: error === null ? "none" : "fault", desk: null, error });
    } catch (error) {
      const offline = isProblem(error) && error.offline;
      this.#set({ phase: offline ? "offline" : "fault", desk: null, error });
    }
    return false;
  }

  async #found(some: boolean): Promise<boolean> {
    await this.#claim(1 + AHEAD, some);
    return this.#queue.length > 0;
  }

  /** Claims up to `count`; the same request is tried under the same key. Where some work is there
   * already, that there is no more of it is no fault. */
  async #claim(count: number, some: boolean): Promise<void> {
    if (count <= 0) return;
    this.#claimKey ??= newKey();
    try {
      const leases = await claim(this.#place, count, this.#claimKey);
      this.#claimKey = null;
      this.#push(leases);
    } catch (error) {
      if (!isProblem(error) || error.status !== 0) this.#claimKey = null;
      if (some && isProblem(error)) return;
      throw error;
    }
  }

  #push(leases: readonly Waiting[]): void {
    const known = new Set([
      ...this.#queue.map((one) => one.id),
      ...this.#ahead.map((one) => one.lease.id),
      this.state.get().desk?.piece.lease.id,
    ]);
    this.#queue.push(...leases.filter((one) => !known.has(one.id) && !isSent(one.id)));
  }

  /** Makes pieces ready, one after another. */
  #fill(): Promise<void> {
    this.#filling ??= this.#fillUp().finally(() => {
      this.#filling = null;
      this.#tell();
    });
    return this.#filling;
  }

  #tell(): void {
    for (const tell of this.#waiting.splice(0)) tell();
  }

  async #fillUp(): Promise<void> {
    const about = this.#about().catch(() => null);
    while (!this.#over && this.#ahead.length < AHEAD) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      const piece = await this.#load(next, about);
      if (piece === null) continue;
      this.#ahead.push(piece);
      this.#set({ ready: this.#ahead.length });
      this.#tell();
    }
  }

  /** A piece, ready; null where it is none to work on: another tab has it, it is over, or its
   * picture cannot be shown. */
  async #load(next: Waiting, about: Promise<About | null>): Promise<Piece | null> {
    const release = await hold(`work.${next.project_id}.${next.id}`);
    if (release === null) return null;
    this.#holding.set(next.id, release);
    const piece = await load(this.#person, next, about).catch((error: unknown) => {
      if (isProblem(error) && error.code === "preparing") this.#unready = error;
      return isProblem(error) && error.offline ? loadKept(this.#person, next) : null;
    });
    if (piece?.lease.state === "reserved") return piece;
    this.#release(next.id);
    return null;
  }

  #release(id: number): void {
    this.#holding.get(id)?.();
    this.#holding.delete(id);
  }

  #hear(letter: Letter, answer: HandedIn): void {
    const here =
      letter.project_id === this.#place.project_id && letter.stage_id === this.#place.stage_id;
    if (!here || letter.tab !== tab() || this.#over) return;
    const { assignment_id: id } = letter;
    this.#release(id);
    const desk = sent.get(id);
    sent.delete(id);
    if (desk && answer.known) this.tell({ desk, said: answer.known });
    else forgetPicture(workId(letter));
    if (answer.next) this.#push([answer.next]);
    const { phase } = this.state.get();
    if (phase === "working") void this.#fill();
    else if (phase === "none" || phase === "offline") void this.#advance();
  }

  #set(change: Partial<State>): void {
    if (!this.#over) this.state.set({ ...this.state.get(), ...change });
  }
}

/** Whether it is in the outbox: handed in as far as its author is concerned. */
const isSent = (assignment_id: number): boolean =>
  outbox.state().waiting.some((letter) => letter.assignment_id === assignment_id);

const refusedOf = (piece: Piece): Letter | null =>
  outbox.state().refused.find((letter) => letter.assignment_id === piece.lease.id) ?? null;
