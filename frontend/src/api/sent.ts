import type { Sent } from "./outbox-core";
import { isProblem, Problem } from "./problem";

// Too busy, or between two versions of the server: the same letter is taken a moment later.
const PASSING = new Set([0, 408, 425, 429, 502, 503, 504]);

/** What a failed hand-in means for the letter. */
export function sentOf(error: unknown): Sent {
  const problem = isProblem(error) ? error : new Problem(0, {});
  const { status, code, message: detail } = problem;
  if (status === 401) return { kind: "signed_out" };
  // The session's token changes under our hands: a moment later it does not.
  if (PASSING.has(status) || problem.more.permission === "csrf") return { kind: "later" };
  // The server stumbles over just this one; or somebody on the way speaks in its place (a proxy, a
  // hotel's sign-in page): no word of ours, so no refusal. Only "too large" is final from whoever.
  if (status >= 500 || (code === "unreadable" && status !== 413)) return { kind: "stumbled" };
  return { kind: "refused", refusal: { status, code, detail, more: { ...problem.more } } };
}
