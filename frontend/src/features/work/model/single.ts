import { createStore, type Store } from "~/annotate/core/store";
import { handIn, type Letter, outbox } from "~/api/outbox";
import { isProblem } from "~/api/problem";
import { settleTab } from "~/api/tab";
import { answerOf, type Desk, sent, sit } from "./desk";
import { type About, forgetPicture, load, loadKept, type Piece } from "./piece";
import { giveBack, type Lease, readWork, resume, type Which } from "./server";

export type State = {
  /** working: `desk` is there. lost: it was ours, and may be taken up again. sent: it is in the
   * outbox. over: nothing can be changed in it any more. fault: `error` says why. */
  phase: "opening" | "working" | "lost" | "sent" | "over" | "fault";
  desk: Desk | null;
  work: Lease | null;
  error: unknown;
};

const LOST = new Set(["expired", "returned", "rework_expired"]);

/** One piece of work, by its address: a lease, or a rework. */
export class Single {
  readonly state: Store<State> = createStore<State>({
    phase: "opening",
    desk: null,
    work: null,
    error: null,
  });
  #which: Which;
  #person: number;
  #about: (work: Lease) => Promise<About | null>;
  #over = false;

  constructor(person: number, which: Which, about: (work: Lease) => Promise<About | null>) {
    this.#person = person;
    this.#which = which;
    this.#about = about;
  }

  async open(): Promise<void> {
    this.#set({ phase: "opening", error: null });
    try {
      await settleTab();
      await outbox.start(this.#person);
      if (outbox.state().waiting.some((letter) => this.#isThis(letter))) {
        this.#set({ phase: "sent" });
        return;
      }
      const work = await readWork(this.#which);
      const mine = work.level === 0;
      if (!mine || !(work.state === "reserved" || work.state === "rework")) {
        this.#set({ phase: mine && LOST.has(work.state) ? "lost" : "over", work, desk: null });
        return;
      }
      this.#sit(
        await load(
          this.#person,
          this.#waiting(),
          this.#about(work).catch(() => null),
        ),
      );
    } catch (error) {
      const offline = isProblem(error) && error.offline;
      const kept = offline ? await loadKept(this.#person, this.#waiting()) : null;
      if (kept === null) this.#set({ phase: "fault", error });
      else this.#sit(kept);
    }
  }

  /** Takes it up again, after it ran out or was given back. Throws where its place is taken. */
  async resume(): Promise<void> {
    await resume(this.#which);
    await this.open();
  }

  async handIn(): Promise<Letter | null> {
    const { desk } = this.state.get();
    if (desk === null) return null;
    const { lease } = desk.piece;
    await desk.keeper.keep();
    const letter = await handIn({
      person: this.#person,
      project_id: lease.project_id,
      stage_id: lease.stage_id,
      assignment_id: lease.id,
      level: 0,
      item: lease.item.name,
      price: lease.pay?.most ? null : lease.price,
      body: answerOf(desk),
      next: false,
    });
    desk.leave();
    desk.keeper.stop();
    sent.set(desk.piece.lease.id, desk);
    this.#set({ phase: "sent", desk: null });
    return letter;
  }

  async skip(why: string): Promise<void> {
    const { desk } = this.state.get();
    if (desk === null) return;
    await desk.keeper.push();
    await giveBack(this.#which, why);
    desk.leave();
    desk.keeper.stop();
  }

  renew(lease: Lease): void {
    const { desk } = this.state.get();
    if (desk !== null) this.#set({ desk: { ...desk, piece: { ...desk.piece, lease } } });
  }

  /** Asks whether it is still ours. */
  async check(): Promise<void> {
    const { desk } = this.state.get();
    const work = await readWork(this.#which).catch(() => null);
    if (work === null || desk === null || this.state.get().desk !== desk) return;
    if (work.state === "reserved" || work.state === "rework") {
      this.renew(work);
      return;
    }
    // What is here stays on this device.
    await desk.keeper.keep();
    desk.leave();
    desk.keeper.stop();
    this.#set({ phase: LOST.has(work.state) ? "lost" : "over", work, desk: null });
  }

  close(): void {
    this.#over = true;
    const { desk } = this.state.get();
    if (desk === null) return;
    desk.leave();
    void desk.keeper
      .keep()
      .then(() => desk.keeper.push())
      .finally(() => desk.keeper.stop());
    forgetPicture(desk.piece.id);
  }

  #waiting = () => ({ project_id: this.#which.project_id, id: this.#which.assignment_id });
  #isThis = (letter: Letter): boolean =>
    letter.project_id === this.#which.project_id &&
    letter.assignment_id === this.#which.assignment_id;

  #sit(piece: Piece): void {
    const refused = outbox.state().refused.find(this.#isThis);
    this.#set({ phase: "working", desk: sit(piece, undefined, refused), work: piece.lease });
  }

  #set(change: Partial<State>): void {
    if (!this.#over) this.state.set({ ...this.state.get(), ...change });
  }
}
