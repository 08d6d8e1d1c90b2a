/** What the address says: all that one was told, or what is unread; and of a mail's or a push's
 * link, which word it was about. */
export type Search = { show?: "unread"; at?: number };

/** Reads the address; what makes no sense counts as not said. */
export const readSearch = (raw: Record<string, unknown>): Search => ({
  show: raw.show === "unread" ? "unread" : undefined,
  at: Number.isSafeInteger(Number(raw.at)) && Number(raw.at) > 0 ? Number(raw.at) : undefined,
});
