import type { Schema } from "~/api/client";

type Row = Schema<"ToldRow">;

/** What of an event makes a sentence: which one, and what it is filled with. */
export type Said = {
  word: SaidWord;
  /** A role's name, where one is meant. */
  role?: string;
  n?: string;
  code?: string;
  won?: number;
  /** A state's name: of what, and which. */
  to?: { of: "item" | "task" | "work"; state: string };
  /** What a person wrote about it. */
  why?: string;
};

export type SaidWord =
  | `project_${"founded" | "changed" | "funded" | "open" | "paused" | "closed"}`
  | `reason_${"worded" | "retired"}`
  | `stage_${"added" | "guideline" | "schema" | "prices" | "settings" | "open" | "paused" | "cancelled"}`
  | `stage_${"requirement" | "invited" | "uninvited" | "announced" | "called_off" | "opened"}`
  | `bonus_${"promised" | "ends" | "given" | "over"}`
  | "member_team"
  | `batch_${"importing" | "imported" | "failed" | "cancelled"}`
  | `release_${"ready" | "failed" | "closed" | "reopened"}`
  | `role_${"given" | "taken" | "joined"}`
  | `invitation_${"sent" | "accepted" | "revoked"}`
  | `act_${"counted" | "started" | "done" | "stopped" | "undoing" | "undone"}`
  | `inquiry_${"asked" | "answered"}`
  | `consortium_${"invited" | "joined" | "declined" | "left" | "roles" | "shares"}`
  | `entry_${"added" | "removed"}`
  | "moved"
  | "other";

const VERSIONED = [
  [/^guideline (\d+)$/, "stage_guideline"],
  [/^label schema (\d+)$/, "stage_schema"],
  [/^price card (\d+)$/, "stage_prices"],
] as const;
const PLAIN: Record<string, SaidWord> = {
  "project founded": "project_founded",
  "project changed": "project_changed",
  "stage added": "stage_added",
  "stage settings": "stage_settings",
  "stage requirement": "stage_requirement",
  "stage invited": "stage_invited",
  "stage uninvited": "stage_uninvited",
  "stage announced": "stage_announced",
  "stage called off": "stage_called_off",
  "stage opened": "stage_opened",
  "stage bonus promised": "bonus_promised",
  "stage bonus ends": "bonus_ends",
  "stage bonus given in full": "bonus_given",
  "stage bonus over": "bonus_over",
  "project_member team": "member_team",
  "inquiry asked": "inquiry_asked",
  "consortium_member roles": "consortium_roles",
  "consortium_member shares": "consortium_shares",
  "guideline_entry added": "entry_added",
  "guideline_entry removed": "entry_removed",
};
const MOVED: Record<string, SaidWord> = {
  "project open": "project_open",
  "project paused": "project_paused",
  "project closed": "project_closed",
  "stage open": "stage_open",
  "stage paused": "stage_paused",
  "stage cancelled": "stage_cancelled",
  "batch importing": "batch_importing",
  "batch imported": "batch_imported",
  "batch failed": "batch_failed",
  "batch cancelled": "batch_cancelled",
  "release ready": "release_ready",
  "release failed": "release_failed",
  "release closed": "release_closed",
  "act ready": "act_counted",
  "act doing": "act_started",
  "act done": "act_done",
  "act stopped": "act_stopped",
  "act undoing": "act_undoing",
  "act undone": "act_undone",
  "inquiry answered": "inquiry_answered",
  "consortium_member invited": "consortium_invited",
  "consortium_member joined": "consortium_joined",
  "consortium_member declined": "consortium_declined",
  "consortium_member left": "consortium_left",
  "invitation sent": "invitation_sent",
  "invitation accepted": "invitation_accepted",
  "invitation revoked": "invitation_revoked",
};
// What the program itself writes as the reason of a move; nobody needs to read it twice.
const OWN = new Set([
  "opened",
  "founded",
  "added",
  "changed",
  "funded",
  "settings",
  "reopen",
  "reset",
  "exclude",
  "include",
  "priority",
  "reassign",
]);

/** The sentence that tells an event. */
export function saidOf(row: Row): Said {
  const { subject, source, target, why, data } = row;
  const role = typeof data?.role === "string" ? data.role : undefined;
  if (subject === "project_role") {
    if (target === null) return { word: "role_taken", role: source ?? "" };
    const himself = row.actor_id === null || row.actor_id === row.subject_id;
    return { word: himself ? "role_joined" : "role_given", role: target };
  }
  if (subject === "project" && why === "funded")
    return { word: "project_funded", won: Number(data?.amount ?? 0) };
  const reason = /^reason (\S+) (worded|retired)$/.exec(why);
  if (subject === "project" && reason !== null)
    return { word: `reason_${reason[2] as "worded" | "retired"}`, code: reason[1] };
  if (subject === "stage" && target === null)
    for (const [form, word] of VERSIONED) {
      const found = form.exec(why);
      if (found !== null) return { word, n: found[1] };
    }
  const plain = PLAIN[`${subject} ${why}`];
  if (plain !== undefined) return { word: plain };
  if (subject === "release" && target === "ready" && source === "closed")
    return { word: "release_reopened" };
  const moved = target === null ? undefined : MOVED[`${subject} ${target}`];
  if (moved !== undefined) return { word: moved, role, why: OWN.has(why) ? "" : why };
  if (target !== null && (subject === "item" || subject === "task"))
    return { word: "moved", to: { of: subject, state: target } };
  if (target !== null && subject === "assignment")
    return { word: "moved", to: { of: "work", state: target } };
  return { word: "other", why };
}
