/** What the catalogue's address says: what is looked for, which of it is shown, in which order. */
export type Search = { q?: string; show?: "now" | "mine"; sort?: "new" };

/** Reads the address; what makes no sense counts as not said. */
export function readSearch(raw: Record<string, unknown>): Search {
  const q = typeof raw.q === "string" ? raw.q.slice(0, 100).trim() : String(raw.q ?? "");
  return {
    q: q === "" ? undefined : q,
    show: raw.show === "now" || raw.show === "mine" ? raw.show : undefined,
    sort: raw.sort === "new" ? "new" : undefined,
  };
}
