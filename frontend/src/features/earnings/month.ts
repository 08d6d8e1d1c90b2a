import { dayOf, type EarningDay } from "~/api/worker";

/** A month of Seoul by its name, 2026-11. */
export type Month = string;

export const thisMonth = (): Month => dayOf().slice(0, 7);

/** The month `by` months later. */
export function moved(month: Month, by: number): Month {
  const [year = 0, at = 1] = month.split("-").map(Number);
  const months = year * 12 + (at - 1) + by;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}`;
}

/** All its days, as the API writes them. */
export function daysOf(month: Month): string[] {
  const [year = 0, at = 1] = month.split("-").map(Number);
  const n = new Date(Date.UTC(year, at, 0)).getUTCDate();
  return Array.from({ length: n }, (_, day) => `${month}-${String(day + 1).padStart(2, "0")}`);
}

export type Sum = Pick<
  EarningDay,
  "earned" | "pending" | "rejected" | "pieces" | "seconds" | "learned" | "added"
>;
const NOTHING: Sum = {
  earned: 0,
  pending: 0,
  rejected: 0,
  pieces: 0,
  seconds: 0,
  learned: 0,
  added: 0,
};

/** Whether anything was done, or paid besides. */
export const isAny = ({ pieces, learned, added }: Sum): boolean =>
  pieces > 0 || learned > 0 || added > 0;

/** All of `rows` together. */
export const sumOf = (rows: readonly Sum[]): Sum =>
  rows.reduce(
    (sum, row) => ({
      earned: sum.earned + row.earned,
      pending: sum.pending + row.pending,
      rejected: sum.rejected + row.rejected,
      pieces: sum.pieces + row.pieces,
      seconds: sum.seconds + row.seconds,
      learned: sum.learned + row.learned,
      added: sum.added + row.added,
    }),
    NOTHING,
  );
