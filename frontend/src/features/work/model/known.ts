import type { Answer } from "~/annotate/core/doc";
import { createStore } from "~/annotate/core/store";
import type { HandedIn, Letter } from "~/api/outbox";
import type { Known as Said } from "~/api/trusted";
import type { Desk } from "./desk";
import { forgetPicture } from "./piece";

/** A hand-in of which is known what would have been right. */
export type KnownOne = { desk: Desk; mine: Answer; said: Said };

/** What is known of what was handed in, where its author is told at once: the newest, until it was
 * looked at or put away. Its picture stays as long. */
export class Known {
  readonly #now = createStore<KnownOne | null>(null);
  readonly get = this.#now.get;
  readonly subscribe = this.#now.subscribe;
  #sent = new Map<number, Desk>();

  sent(desk: Desk): void {
    this.#sent.set(desk.piece.lease.id, desk);
  }

  /** It was taken back. */
  back(desk: Desk): void {
    this.#sent.delete(desk.piece.lease.id);
  }

  /** The server has answered: whether something is known of it. */
  hear({ assignment_id: id }: Letter, { known: said }: HandedIn): boolean {
    const desk = this.#sent.get(id);
    this.#sent.delete(id);
    if (desk === undefined || said == null) return false;
    this.close();
    this.#now.set({ desk, mine: desk.editor.answer(), said });
    return true;
  }

  /** It is put away. */
  close(): void {
    const now = this.#now.get();
    if (now === null) return;
    forgetPicture(now.desk.piece.id);
    this.#now.set(null);
  }
}
