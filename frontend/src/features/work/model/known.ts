import type { Answer } from "~/annotate/core/doc";
import { createStore } from "~/annotate/core/store";
import type { HandedIn, Letter } from "~/api/outbox";
import type { Known as Said } from "~/api/trusted";
import type { Desk } from "./desk";
import { forgetPicture } from "./piece";

/** A hand-in of which is known what would have been right. */
export type KnownOne = { desk: Desk; mine: Answer; said: Said };

/** What was handed in and is not answered yet, by its lease: from whichever page of the editor, the
 * answer is heard on the one that follows. */
const SENT = new Map<number, Desk>();

/** What is known of what was handed in, where its author is told at once: the newest, until it was
 * looked at or put away. Its picture stays as long. */
export class Known {
  readonly #now = createStore<KnownOne | null>(null);
  readonly get = this.#now.get;
  readonly subscribe = this.#now.subscribe;

  static sent(desk: Desk): void {
    SENT.set(desk.piece.lease.id, desk);
  }

  /** It was taken back. */
  static back(desk: Desk): void {
    SENT.delete(desk.piece.lease.id);
  }

  /** The server has answered: whether something is known of it. */
  hear({ assignment_id: id }: Letter, { known: said }: HandedIn): boolean {
    const desk = SENT.get(id);
    SENT.delete(id);
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
