import type { Schema } from "~/api/client";

export type Queue = Schema<"Offer">;

/** What a queue holds for this person: places that wait, and what is in hand already. */
const load = (queue: Queue): number => queue.waiting + queue.held;

/** The queue to begin with: the fullest; of two that are as full, the second level first. */
export function fullest(queues: readonly Queue[]): Queue | undefined {
  return queues
    .filter((queue) => load(queue) > 0)
    .toSorted((one, other) => load(other) - load(one) || other.level - one.level)[0];
}

/** The fullest first; what is empty comes last, in the order in which it came. */
export const inOrder = (queues: readonly Queue[]): Queue[] =>
  queues.toSorted((one, other) => load(other) - load(one));

export const waitingIn = (queues: readonly Queue[]): number =>
  queues.reduce((sum, queue) => sum + queue.waiting, 0);
export const heldIn = (queues: readonly Queue[]): number =>
  queues.reduce((sum, queue) => sum + queue.held, 0);

/** The address of a queue's viewer. */
export const placeOf = (queue: Queue) => ({
  projectId: String(queue.project_id),
  stageId: String(queue.stage_id),
  level: String(queue.level),
});
