/** What the address says: the month (2026-11), one project, chart or table. */
export type Search = { month?: string; project?: number; view?: "table" };

/** Whether an address names a month: 2026-11. */
export const isMonth = (value: unknown): value is string =>
  typeof value === "string" && /^20\d\d-(0[1-9]|1[0-2])$/.test(value);

/** Reads the address; what makes no sense counts as not said. */
export function readSearch(raw: Record<string, unknown>): Search {
  const project = Number(raw.project);
  return {
    month: isMonth(raw.month) ? raw.month : undefined,
    project: Number.isSafeInteger(project) && project > 0 ? project : undefined,
    view: raw.view === "table" ? "table" : undefined,
  };
}
