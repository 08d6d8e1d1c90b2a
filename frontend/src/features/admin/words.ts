import type { Schema } from "~/api/client";

export type EntryKind = Schema<"EntryKind">;
export type AccountKind = Schema<"AccountKind">;
export type ChoreState = Schema<"ChoreState">;
export type AgreementKind = Schema<"AgreementKind">;

/** Why money moves. */
export const ENTRIES: readonly EntryKind[] = [
  "earn",
  "bonus",
  "top_up",
  "payout",
  "paid",
  "withhold",
  "withhold_local",
  "fund",
  "reserve",
  "give_back",
  "reverse",
];
/** What accounts stand for: within a project, then outside of it. */
export const ACCOUNTS: readonly AccountKind[] = [
  "person",
  "budget",
  "reserve",
  "bonus",
  "transit",
  "tax",
  "bank",
  "sponsor",
];
/** How background work can stand. */
export const CHORE_STATES: readonly ChoreState[] = [
  "running",
  "queued",
  "failed",
  "dead",
  "done",
  "cancelled",
];
export const AGREEMENTS: readonly AgreementKind[] = ["terms", "privacy", "project", "win_win"];
