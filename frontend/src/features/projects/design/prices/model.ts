/** Prices while they are edited: won for one task at each level, and how long one is thought to take. */
export type Level = 0 | 1 | 2;
export const LEVELS: readonly Level[] = [0, 1, 2];

export type PriceDraft = {
  won: [number, number, number];
  /** Seconds for one piece, by level; only to compare with the minimum wage, never sent. */
  seconds: [number, number, number];
};

/** Nothing priced yet: thirty seconds of boxes, less to look at them. */
export const unpriced = (): Pick<PriceDraft, "seconds"> => ({ seconds: [60, 20, 20] });

/** What somebody earns in an hour at this price and pace. */
export const hourlyOf = (won: number, seconds: number): number | null =>
  won > 0 && seconds > 0 ? Math.round((won * 3600) / seconds) : null;

/** The lowest price that pays the minimum wage at this pace, rounded up to 10 won. */
export const floorPrice = (seconds: number, minimum: number): number =>
  Math.ceil((minimum * seconds) / 3600 / 10) * 10;

export const withAt = (
  three: readonly [number, number, number],
  level: Level,
  value: number,
): [number, number, number] => {
  const next: [number, number, number] = [...three];
  next[level] = value;
  return next;
};
