import type { Editor, Pin } from "~/annotate";
import { around } from "~/annotate/core/view";
import type { Piece } from "../model/piece";
import type { Turn } from "../model/server";

/** The verdict that sent a piece back; null where none did. */
export const returnOf = (piece: Piece): Turn | null =>
  piece.turns.findLast((turn) => turn.verdict === "return") ?? null;

export const pinsOf = (turn: Turn | null): readonly Pin[] => (turn?.pins ?? []) as Pin[];

/** Shows the spot of a pin, near. */
export function showPin(editor: Editor, pin: Pin): void {
  if (pin.annotation && editor.get().answer.annotations.some((one) => one.id === pin.annotation)) {
    editor.select([pin.annotation]);
    editor.zoomTo(pin.annotation);
  } else if (typeof pin.x === "number" && typeof pin.y === "number") {
    const size = Math.max(24, Math.min(editor.picture.width, editor.picture.height) / 6);
    const spot = { x: pin.x - size / 2, y: pin.y - size / 2, width: size, height: size };
    editor.view.set(around(editor.view.get(), spot, editor.picture));
  }
}
