import type { Schema } from "~/api/client";

export type ItemState = Schema<"ItemOut">["state"];
export type EntryKind = Schema<"EntryOut">["kind"];

/** The states that items of a list can be in. */
export const ITEM_STATES = [
  "ready",
  "in_work",
  "accepted",
  "released",
  "reopened",
  "excluded",
] as const satisfies readonly ItemState[];

export const VERDICTS = ["approve", "fix", "return", "reject"] as const;

/** By what of their work items are found. */
export type Finding = {
  label?: string;
  person?: string;
  verdict?: (typeof VERDICTS)[number];
  reason?: string;
  /** A day of Seoul, as the address writes it. */
  day?: string;
  meta_key?: string;
  meta_value?: string;
  asked?: true;
  priority?: number;
};

/** What the address says of the list of items. */
export type DataSearch = Finding & {
  state?: ItemState;
  batch_id?: number;
  stage_id?: number;
  q?: string;
  view?: "table";
  /** The item that is shown beside the list. */
  item?: number;
};

/** Why money moves. */
export const ENTRY_KINDS = [
  "fund",
  "reserve",
  "earn",
  "bonus",
  "top_up",
  "give_back",
  "payout",
  "paid",
  "withhold",
  "withhold_local",
  "reverse",
] as const satisfies readonly EntryKind[];

/** What a project's history is about. */
export const SUBJECTS = [
  "project",
  "stage",
  "batch",
  "item",
  "assignment",
  "release",
  "project_role",
  "invitation",
] as const;
export type EventSubject = (typeof SUBJECTS)[number];

/** An import's name as people say it: without the end of the archive that it came in. */
export const shownName = (name: string): string => name.replace(/\.zip$/i, "");
