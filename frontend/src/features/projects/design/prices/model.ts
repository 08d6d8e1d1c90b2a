import type { Schema } from "~/api/client";

/** Prices while they are edited: won at each level for `per` units, and how long these are thought to take. */
export type Level = 0 | 1 | 2;
export const LEVELS: readonly Level[] = [0, 1, 2];

export type Unit = Schema<"PriceOut">["unit"];

/** What a price is for. */
export type Paid = {
  won: [number, number, number];
  unit: Unit;
  per: number;
  /** How many units of one piece are paid at most, where they are counted in the answer. */
  most: number;
  definition: string;
  topUps: boolean;
};

export type PriceDraft = Paid & {
  /** Seconds for `per` units, by level; that of the work itself is sent, the others only compare. */
  seconds: [number, number, number];
};

/** Nothing priced yet: a minute of boxes, less to look at them. */
export const unpriced = (): Pick<PriceDraft, "seconds"> => ({ seconds: [60, 20, 20] });

const HAVE: Record<string, readonly Unit[]> = {
  picture: ["task", "object", "character"],
  text: ["task", "character", "object"],
  sound: ["task", "second", "object", "character"],
  video: ["task", "second", "object", "character"],
  series: ["task", "second", "object"],
  document: ["task", "page", "object", "character"],
  prompt: ["task", "second", "character", "object"],
};

/** What pieces of this kind of data can be paid by. */
export const unitsOf = (modality: string): readonly Unit[] => HAVE[modality] ?? ["task"];

/** Whether how many units there are shows only in the answer. */
export const isCounted = (modality: string, unit: Unit): boolean =>
  unit === "object" ||
  (unit === "character" && modality !== "text" && modality !== "prompt") ||
  (unit === "second" && modality === "prompt");

/** What somebody earns in an hour at this price and pace. */
export const hourlyOf = (won: number, seconds: number): number | null =>
  won > 0 && seconds > 0 ? Math.floor((won * 3600) / seconds) : null;

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
