import type { Schema } from "~/api/client";
import type { Stage } from "../../frame/queries";

type Settings = Schema<"Quality">;
/** From where to where, whether in percent, and what it is where nobody has said. */
type Field = { low: number; high: number; usual: number; percent?: true };

/** The parts of a stage's quality that can be on or off, with their figures. */
export const PARTS = {
  overlap: {
    least: { low: 1, high: 20, usual: 2 },
    most: { low: 1, high: 20, usual: 5 },
    sure: { low: 50, high: 99.9, usual: 90, percent: true },
  },
  gold: {
    first: { low: 0, high: 100, usual: 30, percent: true },
    // biome-ignore lint/suspicious/noThenProperty: the share is called so, and is no function
    then: { low: 0, high: 100, usual: 20, percent: true },
    later: { low: 0, high: 100, usual: 3, percent: true },
  },
  inspect: {
    newcomer: { low: 0, high: 1000, usual: 50 },
    trusted: { low: 0, high: 100, usual: 10, percent: true },
    risky: { low: 0, high: 100, usual: 50, percent: true },
    random: { low: 1, high: 100, usual: 15, percent: true },
    twice: { low: 0, high: 100, usual: 50, percent: true },
  },
  holds: {
    newcomer: { low: 1, high: 100, usual: 1 },
    trusted: { low: 1, high: 100, usual: 5 },
  },
  pause: {
    known: { low: 3, high: 100, usual: 6 },
    below: { low: 50, high: 99.99, usual: 60, percent: true },
  },
} as const satisfies Record<string, Record<string, Field>>;
export type Part = keyof typeof PARTS;
export const PART_NAMES = Object.keys(PARTS) as Part[];
export const fieldsOf = (part: Part): [string, Field][] => Object.entries(PARTS[part]);

export const LIMITS = ["none", "1.0", "2.5", "4.0"] as const;
export type Limit = (typeof LIMITS)[number];

/** A stage's quality while it is edited: every part keeps its figures, on or off. */
export type Draft = {
  on: Record<Part, boolean>;
  values: Record<Part, Record<string, number>>;
  tell: boolean;
  limit: Limit;
  /** Whether levels 1 and 2 look by risk. */
  risk: { 1: boolean; 2: boolean };
};

const all = <T>(make: (part: Part) => T) =>
  Object.fromEntries(PART_NAMES.map((part) => [part, make(part)])) as Record<Part, T>;

export function draftOf(stage: Stage): Draft {
  const now: Settings = stage.quality ?? {};
  const value = (part: Part, name: string, field: Field) => {
    const said = (now[part] as Record<string, number> | null | undefined)?.[name];
    if (said === undefined) return field.usual;
    return field.percent ? Math.round(said * 10_000) / 100 : said;
  };
  return {
    on: all((part) => now[part] != null),
    values: all((part) =>
      Object.fromEntries(fieldsOf(part).map(([name, field]) => [name, value(part, name, field)])),
    ),
    tell: now.gold?.tell ?? false,
    limit: now.limit ?? "none",
    risk: { 1: stage.inspect1 === "risk", 2: stage.inspect2 === "risk" },
  };
}

/** What to send: only the parts that are on. */
export function settingsOf(draft: Draft): Settings {
  const part = (id: Part) => {
    if (!draft.on[id]) return null;
    const values = fieldsOf(id).map(([name, field]) => {
      const n = draft.values[id][name] ?? field.usual;
      return [name, field.percent ? Math.round(n * 100) / 10_000 : n];
    });
    return Object.fromEntries(values);
  };
  const gold = part("gold");
  return {
    ...(all(part) as Settings),
    gold: gold === null ? null : ({ ...gold, tell: draft.tell } as Settings["gold"]),
    limit: draft.limit === "none" ? null : draft.limit,
  };
}

const byRisk = (draft: Draft, level: 1 | 2) => draft.on.inspect && draft.risk[level];

/** How a level looks that goes by a plain rate. */
const plain = (rate: string): "all" | "sample" | "none" =>
  Number(rate) >= 1 ? "all" : Number(rate) > 0 ? "sample" : "none";

/** How a level looks when this is saved: by risk, else as before; nothing where it stays. The rate
 * is kept while a level goes by risk, and holds again afterwards. */
export function inspectOf(stage: Stage, draft: Draft) {
  const how = (level: 1 | 2) => {
    const now = level === 1 ? stage.inspect1 : stage.inspect2;
    const risk = byRisk(draft, level);
    if (risk === (now === "risk")) return {};
    return level === 1
      ? { inspect1: risk ? ("risk" as const) : plain(stage.rate1) }
      : { inspect2: risk ? ("risk" as const) : plain(stage.rate2) };
  };
  return { ...how(1), ...how(2) };
}

export type Fault = "range" | "order" | "first";

/** What cannot be sent, by `part.field`. */
export function faultsOf(stage: Stage, draft: Draft): ReadonlyMap<string, Fault> {
  const found = new Map<string, Fault>();
  for (const part of PART_NAMES) {
    if (!draft.on[part]) continue;
    for (const [name, { low, high, percent }] of fieldsOf(part)) {
      const n = draft.values[part][name] ?? Number.NaN;
      if (!(n >= low && n <= high) || (!percent && !Number.isInteger(n)))
        found.set(`${part}.${name}`, "range");
    }
  }
  // What level 1 lets by unseen is accepted: without it there is nothing for level 2.
  if (byRisk(draft, 2) && (inspectOf(stage, draft).inspect1 ?? stage.inspect1) === "none")
    found.set("inspect.risk2", "first");
  const { least = 0, most = 0 } = draft.values.overlap;
  if (draft.on.overlap && !found.has("overlap.least") && least > most)
    found.set("overlap.least", "order");
  return found;
}
