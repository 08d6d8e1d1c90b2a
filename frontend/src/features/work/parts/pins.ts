import type { Pin } from "~/annotate/parts/pins";
import type { Piece } from "../model/piece";
import type { Turn } from "../model/server";

const NONE: readonly Pin[] = [];

/** The verdict that sent a piece back; null where none did. */
export const returnOf = (piece: Piece): Turn | null =>
  piece.turns.findLast((turn) => turn.verdict === "return") ?? null;

export const pinsOf = (turn: Turn | null): readonly Pin[] =>
  (turn?.pins as Pin[] | null | undefined) ?? NONE;
