/** What the address says: all that one was told, or what is unread. */
export type Search = { show?: "unread" };

/** Reads the address; what makes no sense counts as not said. */
export const readSearch = (raw: Record<string, unknown>): Search => ({
  show: raw.show === "unread" ? "unread" : undefined,
});
