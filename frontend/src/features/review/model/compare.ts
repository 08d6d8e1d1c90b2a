import { isDifferent } from "~/annotate/core/diff";
import type { Answer } from "~/annotate/core/doc";
import type { Difference, Kit } from "~/annotate/kit";
import type { Schema } from "~/api/client";

type Work = Schema<"WorkOut">;
type Turn = Schema<"Turn">;

/** Two answers beside each other, and why these two. */
export type Comparison = {
  why: "reworked" | "fixed_by_first" | "fixed_by_me";
  before: Answer;
  after: Answer;
  found: Difference;
};

/** What knows how to read answers, and to tell two of them apart. */
type Reader = Pick<Kit, "readAnswer" | "difference">;

export const compare = (
  { difference }: Reader,
  why: Comparison["why"],
  before: Answer,
  after: Answer,
): Comparison => ({ why, before, after, found: difference(before, after) });

/** How many annotations a comparison speaks of. */
export const changesIn = ({ found }: Comparison): number =>
  found.added.length + found.removed.length + found.changed.length;

const hasAnswer = (turn: Turn): boolean => turn.answer !== null && turn.answer !== undefined;

/** Which answer the one on the table should be held against; null where there is only one. */
export function comparisonOf(reader: Reader, work: Work): Comparison | null {
  const { readAnswer } = reader;
  if (work.subject === null || work.subject === undefined) return null;
  const shown = work.subject;
  const answers = work.turns.filter((turn) => hasAnswer(turn) && turn.level < work.level);
  const at = answers.findIndex((turn) => turn.submission_id === shown.submission_id);
  const stands = at < 0 ? undefined : answers[at];
  const after = readAnswer(shown.answer);
  if (stands !== undefined && stands.level > 0) {
    const authors = answers.slice(0, at).findLast((turn) => turn.level === 0);
    if (authors !== undefined)
      return compare(reader, "fixed_by_first", readAnswer(authors.answer), after);
  }
  const own = answers.filter((turn) => turn.level === 0);
  const now = own.findIndex((turn) => turn.submission_id === shown.submission_id);
  const earlier = now > 0 ? own[now - 1] : undefined;
  return earlier === undefined
    ? null
    : compare(reader, "reworked", readAnswer(earlier.answer), after);
}

/** Whether the two answers of a comparison say the same. */
export const isSame = (one: Comparison): boolean => !isDifferent(one.found);

/** What inspectors said before of this piece of work, the newest first. */
export function saidBefore(work: Work): Turn[] {
  return work.turns
    .filter((turn) => turn.level > 0 && turn.verdict !== null && turn.verdict !== undefined)
    .toReversed();
}
