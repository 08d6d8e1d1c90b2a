import type { Verdict } from "./judgement";

/** One piece of inspection on the table, and how far it has come. */
export type Piece = {
  id: number;
  /** open: to be judged; waiting: judged and still to be undone; sent; refused: the server did not
   * take it; lost: not this person's any more. */
  state: "open" | "waiting" | "sent" | "refused" | "lost";
  verdict: Verdict | null;
};

/** What one has before oneself: the pieces in the order in which they came, and the one looked at;
 * null where nothing is left to do. */
export type Table = { pieces: readonly Piece[]; at: number | null };

export const EMPTY: Table = { pieces: [], at: null };

export type Step =
  | { do: "brought"; ids: readonly number[] }
  | { do: "judged"; id: number; verdict: Verdict }
  | { do: "undone"; id: number }
  | { do: "sent"; id: number }
  | { do: "refused"; id: number }
  | { do: "lost"; id: number }
  | { do: "gone"; id: number }
  | { do: "look"; id: number }
  | { do: "turn"; by: 1 | -1 };

/** The table after a step. */
export function after(table: Table, step: Step): Table {
  switch (step.do) {
    case "brought": {
      const known = new Map(table.pieces.map((piece) => [piece.id, piece]));
      const fresh = step.ids.filter((id) => known.get(id)?.state !== "open");
      // What was sent before and comes again is a rework: it is on the table anew.
      const kept = table.pieces.filter((piece) => {
        return !(fresh.includes(piece.id) && piece.state !== "waiting");
      });
      const added = fresh
        .filter((id) => known.get(id)?.state !== "waiting")
        .map((id): Piece => ({ id, state: "open", verdict: null }));
      const pieces = added.length === 0 ? table.pieces : [...kept, ...added];
      return { pieces, at: table.at ?? firstOpen(pieces) };
    }
    case "judged": {
      const pieces = put(table, step.id, { state: "waiting", verdict: step.verdict });
      return { pieces, at: table.at === step.id ? nextOpen(pieces, step.id) : table.at };
    }
    case "undone":
      return { pieces: put(table, step.id, { state: "open", verdict: null }), at: step.id };
    case "sent":
      return { ...table, pieces: put(table, step.id, { state: "sent" }) };
    case "refused":
      return { ...table, pieces: put(table, step.id, { state: "refused" }) };
    case "lost":
      return { ...table, pieces: put(table, step.id, { state: "lost" }) };
    case "gone": {
      const at = table.at === step.id ? nextOpen(table.pieces, step.id, step.id) : table.at;
      return { pieces: table.pieces.filter((piece) => piece.id !== step.id), at };
    }
    case "look":
      return table.pieces.some((piece) => piece.id === step.id) ? { ...table, at: step.id } : table;
    case "turn": {
      const at = table.pieces.findIndex((piece) => piece.id === table.at);
      const here = at < 0 ? table.pieces.length : at; // behind the last, where nothing is left
      const there = table.pieces[here + step.by];
      return there === undefined ? table : { ...table, at: there.id };
    }
  }
}

function put(table: Table, id: number, change: Partial<Piece>): Piece[] {
  return table.pieces.map((piece) => (piece.id === id ? { ...piece, ...change } : piece));
}

const firstOpen = (pieces: readonly Piece[]): number | null =>
  pieces.find((piece) => piece.state === "open")?.id ?? null;

/** The open piece after this one; where there is none after it, the first; null: none at all. */
function nextOpen(pieces: readonly Piece[], id: number, not?: number): number | null {
  const here = pieces.findIndex((piece) => piece.id === id);
  const open = pieces.filter((piece) => piece.state === "open" && piece.id !== not);
  const later = open.find((piece) => pieces.indexOf(piece) > here);
  return later?.id ?? firstOpen(open);
}

/** The open pieces that come next, the one looked at left out: what to make ready. */
export function upcoming(table: Table, count: number): number[] {
  const here = table.pieces.findIndex((piece) => piece.id === table.at);
  const open = table.pieces.filter((piece) => piece.state === "open" && piece.id !== table.at);
  const behind = open.filter((piece) => table.pieces.indexOf(piece) > here);
  const before = open.filter((piece) => table.pieces.indexOf(piece) < here);
  return [...behind, ...before].slice(0, count).map((piece) => piece.id);
}

export const openCount = (table: Table): number =>
  table.pieces.filter((piece) => piece.state === "open").length;

export const doneCount = (table: Table): number =>
  table.pieces.filter((piece) => piece.state === "waiting" || piece.state === "sent").length;
