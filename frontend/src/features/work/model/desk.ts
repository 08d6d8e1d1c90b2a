import type { Editing, Kit } from "~/annotate/kit";
import type { Suggesting } from "~/annotate/suggested";
import type { Given } from "~/annotate/suggested/copy";
import { type DraftKeeper, keeperOf } from "~/api/drafts";
import type { HandIn, Letter } from "~/api/outbox";
import { Hands } from "./hands";
import { lastHandIn, type Piece } from "./piece";

/** A piece of work in the making: the editor with its history, the draft's keeper, the time. */
export type Desk = {
  piece: Piece;
  kit: Kit;
  editor: Editing;
  keeper: DraftKeeper;
  hands: Hands;
  /** What is suggested for it, where something is. */
  suggesting: Suggesting | null;
  /** What its author handed in just before it, to take over what fits; null for nothing. */
  previous: Given | null;
  /** What the server found wrong with it, when it was handed in before. */
  refused: Letter | null;
  /** Stops listening to the editor. */
  leave: () => void;
};

/** What was handed in and is not answered yet, by its lease: from whichever page of the editor, the
 * answer is heard on the one that follows. */
export const sent = new Map<number, Desk>();

/** Sits down to a piece of work. With `before`, goes on where that was left, history and all; with
 * `refused`, from what was handed in and not taken. */
export function sit(piece: Piece, before?: Desk, refused: Letter | null = null): Desk {
  const { person, lease } = piece;
  const hands = before?.hands ?? new Hands(piece.begin.active);
  const editor =
    before?.editor ??
    piece.kit.open(
      piece.schema,
      piece.source,
      piece.begin.body ?? refused?.body.answer ?? lastHandIn(piece.turns)?.answer,
    );
  const work = { person, project_id: lease.project_id, assignment_id: lease.id };
  const from =
    before === undefined
      ? piece.begin
      : { ...piece.begin, base: before.keeper.base(), conflict: null, unsaved: false };
  const keeper = keeperOf(work, from, () => hands.total());
  const body = () => ({ ...editor.answer() });
  const off = editor.onChange(() => keeper.change(body));
  if (before) keeper.change(body);
  // What was refused had been handed in: it is mended as it is.
  const suggesting = before?.suggesting ?? (refused ? null : (piece.suggest?.(editor) ?? null));
  const previous = before?.previous ?? null;
  return {
    piece,
    kit: piece.kit,
    editor,
    keeper,
    hands,
    suggesting,
    previous,
    refused,
    leave: off,
  };
}

/** What is handed in. */
export const answerOf = (desk: Desk): HandIn => ({
  answer: { ...desk.editor.answer() },
  active_seconds: Math.round(desk.hands.total() / 1000),
});

/** The choice between two drafts: this page's, or the one that the server has. Both stay within
 * reach, one step of taking back apart. */
export function choose(desk: Desk, which: "mine" | "theirs"): void {
  const theirs = desk.keeper.theirs();
  if (theirs === null) return;
  const mine = desk.editor.answer();
  desk.editor.replace(desk.kit.readAnswer(theirs.body));
  if (which === "mine") desk.editor.replace(mine);
  desk.keeper.settle(() => ({ ...desk.editor.answer() }));
}
