import { shelf } from "~/api/shelf";
import { changes, type Line } from "./changes";
import type { Piece } from "./piece";

/** What is new in a guideline since it was last read here; `from` is null where it never was. */
export type News = { from: number | null; to: number; lines: readonly Line[] };

const nameOf = (piece: Piece): string =>
  `${piece.person}/${piece.lease.project_id}/${piece.lease.stage_id}`;

/** The guideline of this piece has been read. */
export async function markRead(piece: Piece): Promise<void> {
  const { guideline_version: version } = piece.lease;
  if (version === null || piece.guideline === null) return;
  const { guidelines } = await shelf();
  await guidelines.put({ id: nameOf(piece), version, body: piece.guideline });
}

/** What is new to this reader; null where nothing is. */
export async function newsOf(piece: Piece): Promise<News | null> {
  const { guideline_version: version } = piece.lease;
  if (version === null || piece.guideline === null) return null;
  const read = await (await shelf()).guidelines.get(nameOf(piece));
  // Nobody reads a difference from nothing: the first time all of it is to be read.
  if (read === undefined) return { from: null, to: version, lines: [] };
  if (read.version >= version) return null;
  const lines = changes(read.body, piece.guideline);
  return lines.every((line) => line.kind === "same")
    ? null
    : { from: read.version, to: version, lines };
}
