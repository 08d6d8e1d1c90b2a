/** What is written of segments. */

import { type ClockMark, isSegment, type Line } from "../clock/doc";
import type { Schema } from "../core/doc";

/** Is all written that is asked for? */
export const isWritten = (mark: ClockMark, lines: readonly Line[]): boolean =>
  lines.every(
    (line) =>
      line.required === false || (isSegment(mark) && (mark.texts?.[line.name] ?? "").trim() !== ""),
  );

/** Every special mark of a segment's lines, in their order: one key each. */
export const specialsOf = (lines: readonly Line[]) => [
  ...new Map(
    lines.flatMap((line) => (line.marks ?? []).map((mark) => [mark.text, mark] as const)),
  ).values(),
];

/** The special marks that a schema has for what is said. */
export const specialsIn = ({ labels }: Schema) =>
  specialsOf(labels.flatMap((one) => (one.kind === "segment" ? (one.texts ?? []) : [])));
