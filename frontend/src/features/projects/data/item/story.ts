import type { Schema } from "~/api/client";

type Whole = Schema<"ItemWhole">;
type Work = Schema<"WorkOut">;
type Turn = Schema<"Turn">;

/** One step of an item's history, as a sentence is made of it. */
export type Step = {
  id: string;
  at: string;
  word: StepWord;
  by: string | null;
  level: number;
  /** Why an item was taken out. */
  excluded?: string;
  turn?: Turn;
};

export const STEP_WORDS = [
  "imported",
  "opened",
  "accepted",
  "released",
  "reopened",
  "excluded",
  "restored",
  "claimed",
  "handed_in",
  "handed_in_again",
  "approve",
  "fix",
  "return",
  "reject",
  "work_accepted",
  "appealed",
  "appeal_lost",
  "given_back",
  "ran_out",
  "taken_back",
  "rework_ran_out",
  "escalated",
  "cancelled",
] as const;
export type StepWord = (typeof STEP_WORDS)[number];

const ITEM: Record<string, StepWord> = {
  in_work: "opened",
  accepted: "accepted",
  released: "released",
  reopened: "reopened",
  excluded: "excluded",
};
const WORK: Record<string, StepWord> = {
  reserved: "claimed",
  accepted: "work_accepted",
  appealed: "appealed",
  rejected_final: "appeal_lost",
  returned: "given_back",
  expired: "ran_out",
  released: "taken_back",
  rework_expired: "rework_ran_out",
};
const TASK: Record<string, StepWord> = { escalated: "escalated", cancelled: "cancelled" };

/** What happened to an item, the newest first: moves, answers and verdicts together. */
export function storyOf(item: Whole, works: readonly Work[]): Step[] {
  const levels = new Map<number, number>();
  for (const task of item.tasks)
    for (const work of task.assignments) levels.set(work.id, work.level);
  const steps: Step[] = [{ id: "came", at: item.created_at, word: "imported", by: null, level: 0 }];
  for (const work of works)
    for (const turn of work.turns)
      steps.push({
        id: `turn${turn.submission_id}`,
        at: turn.at,
        word: turn.verdict ?? (turn.attempt > 1 ? "handed_in_again" : "handed_in"),
        by: turn.by,
        level: turn.level,
        turn,
      });
  for (const event of item.history) {
    const step = stepOf(event, levels);
    if (step !== null) steps.push(step);
  }
  // What one request did has one time: an answer stands before what became of it.
  return steps.sort((one, other) => Date.parse(one.at) - Date.parse(other.at)).reverse();
}

function stepOf(event: Whole["history"][number], levels: Map<number, number>): Step | null {
  const { subject, target, source } = event;
  if (target === null) return null;
  const step = { id: `event${event.id}`, at: event.at, by: event.by, level: 0 };
  if (subject === "item") {
    if (target === "ready") return source === "excluded" ? { ...step, word: "restored" } : null;
    const word = ITEM[target];
    return word === undefined ? null : { ...step, word, excluded: event.why };
  }
  if (subject === "task") {
    const word = TASK[target];
    return word === undefined ? null : { ...step, word };
  }
  const level = levels.get(event.subject_id) ?? 0;
  const word = WORK[target];
  // What an inspector handed in is told by his verdict.
  if (word === undefined || (level > 0 && target === "accepted")) return null;
  return { ...step, word, level };
}
