/** What the address says: the month (2026-11), one project, chart or table. */
export type Search = { month?: string; project?: number; view?: "table" };

/** Reads the address; what makes no sense counts as not said. */
export function readSearch(raw: Record<string, unknown>): Search {
  const project = Number(raw.project);
  return {
    month:
      typeof raw.month === "string" && /^20\d\d-(0[1-9]|1[0-2])$/.test(raw.month)
        ? raw.month
        : undefined,
    project: Number.isSafeInteger(project) && project > 0 ? project : undefined,
    view: raw.view === "table" ? "table" : undefined,
  };
}
