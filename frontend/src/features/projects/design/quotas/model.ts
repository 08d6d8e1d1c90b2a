/** The quotas of a collect stage while they are written: which axes, and a goal for each cell. */

export const AXES = ["age", "sex", "grew_up", "lives", "language", "device"] as const;
export type Axis = (typeof AXES)[number];
/** One group: of each axis one value. */
export type Cell = Readonly<Record<string, string>>;
export type Counted = { cell: Cell; goal: number; taken: number; accepted: number };
/** Whether goals are of people, or of pieces of work. */
export type Counts = "people" | "pieces";
export type Quotas = { by: readonly Axis[]; counts: Counts; cells: readonly Counted[] };
/** Values of an axis are in the order in which they are shown; goals by the key of the cell. */
export type QuotaDraft = {
  by: Axis[];
  counts: Counts;
  values: Partial<Record<Axis, string[]>>;
  goals: Record<string, number>;
};

/** A cell's name, whichever way its axes are ordered. */
export const keyOf = (cell: Cell): string =>
  Object.keys(cell)
    .sort()
    .map((axis) => `${axis}=${cell[axis]}`)
    .join("|");

const unique = (values: readonly string[]): string[] => [...new Set(values)];

export const draftOf = ({ by, counts, cells }: Quotas): QuotaDraft => ({
  by: [...by],
  counts,
  values: Object.fromEntries(
    by.map((axis) => [axis, unique(cells.flatMap(({ cell }) => cell[axis] ?? []))]),
  ),
  goals: Object.fromEntries(cells.map(({ cell, goal }) => [keyOf(cell), goal])),
});

/** Every cell of the axes, the last axis changing fastest. */
export function cellsOf({ by, values }: Pick<QuotaDraft, "by" | "values">): Cell[] {
  if (by.length === 0) return [];
  return by.reduce<Cell[]>(
    (cells, axis) =>
      cells.flatMap((cell) => (values[axis] ?? []).map((value) => ({ ...cell, [axis]: value }))),
    [{}],
  );
}

/** What is sent: a goal for every cell of the grid. */
export const sentOf = (
  draft: QuotaDraft,
): { by: Axis[]; counts: Counts; cells: { cell: Cell; goal: number }[] } => ({
  by: draft.by,
  counts: draft.counts,
  cells: cellsOf(draft).map((cell) => ({ cell, goal: draft.goals[keyOf(cell)] ?? 0 })),
});

/** The same goal for every one of these cells. */
export const filled = (draft: QuotaDraft, cells: readonly Cell[], goal: number): QuotaDraft => ({
  ...draft,
  goals: { ...draft.goals, ...Object.fromEntries(cells.map((cell) => [keyOf(cell), goal])) },
});

/** A total over all cells as evenly as it goes: the first ones have what is left over. */
export function spread(draft: QuotaDraft, total: number): QuotaDraft {
  const cells = cellsOf(draft);
  if (cells.length === 0) return draft;
  const each = Math.floor(total / cells.length);
  const rest = total - each * cells.length;
  return {
    ...draft,
    goals: Object.fromEntries(cells.map((cell, at) => [keyOf(cell), each + (at < rest ? 1 : 0)])),
  };
}

/** With an axis more or less; goals that no longer fit a cell are gone. */
export function withAxis(draft: QuotaDraft, axis: Axis, on: boolean, values: string[]): QuotaDraft {
  const by = on
    ? AXES.filter((one) => one === axis || draft.by.includes(one))
    : draft.by.filter((one) => one !== axis);
  const next = { ...draft.values };
  if (on) next[axis] = values;
  else delete next[axis];
  return { ...draft, by, values: next, goals: {} };
}

/** The grid: the last axis across, all others down. */
export function gridOf(draft: Pick<QuotaDraft, "by" | "values">): {
  across: { axis: Axis; values: string[] };
  down: Cell[];
} | null {
  const axis = draft.by.at(-1);
  if (axis === undefined) return null;
  return {
    across: { axis, values: draft.values[axis] ?? [] },
    down:
      draft.by.length === 1 ? [{}] : cellsOf({ by: draft.by.slice(0, -1), values: draft.values }),
  };
}

export type Sums = { goal: number; taken: number; accepted: number; full: number };

export const sumOf = (cells: readonly Counted[]): Sums =>
  cells.reduce(
    (sum, one) => ({
      goal: sum.goal + one.goal,
      taken: sum.taken + one.taken,
      accepted: sum.accepted + one.accepted,
      full: sum.full + (isFull(one) ? 1 : 0),
    }),
    { goal: 0, taken: 0, accepted: 0, full: 0 },
  );

/** Whether nobody of a group is taken any more. */
export const isFull = (one: Counted): boolean => one.taken >= one.goal;

const quoted = (value: string | number): string => {
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** The report as a table for a spreadsheet; `words` heads the figures, `say` names a value. */
export function csvOf(
  { by, cells }: Quotas,
  head: (axis: Axis | "goal" | "taken" | "accepted") => string,
  say: (axis: Axis, value: string) => string,
): string {
  const rows = cells.map(({ cell, goal, taken, accepted }) => [
    ...by.map((axis) => say(axis, cell[axis] ?? "")),
    goal,
    taken,
    accepted,
  ]);
  return [[...by.map(head), head("goal"), head("taken"), head("accepted")], ...rows]
    .map((row) => row.map(quoted).join(","))
    .join("\r\n");
}
