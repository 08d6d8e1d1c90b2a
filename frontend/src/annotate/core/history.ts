/** How many steps can be taken back. */
export const STEPS = 200;
/** Steps of one kind that follow each other within this time are one: holding an arrow key. */
export const MERGE_MS = 1000;

/** What was, what is, and what was taken back. */
export type History<T> = {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** The kind and time of the last step, where a following one may join it. */
  readonly last: { kind: string; at: number } | null;
};

export const begin = <T>(present: T): History<T> => ({
  past: [],
  present,
  future: [],
  last: null,
});

/**
 * One step further. Steps of the same `kind` (say "nudge a1") soon after each other become one, so
 * that taking back undoes the whole movement.
 */
export function step<T>(
  history: History<T>,
  present: T,
  kind: string | null = null,
  now: number = Date.now(),
): History<T> {
  if (Object.is(present, history.present)) return history;
  const joins =
    kind !== null &&
    history.past.length > 0 &&
    history.last?.kind === kind &&
    now - history.last.at < MERGE_MS;
  return {
    past: joins ? history.past : [...history.past, history.present].slice(-STEPS),
    present,
    future: [],
    last: kind === null ? null : { kind, at: now },
  };
}

export const canUndo = (history: History<unknown>): boolean => history.past.length > 0;
export const canRedo = (history: History<unknown>): boolean => history.future.length > 0;

export function undo<T>(history: History<T>): History<T> {
  const present = history.past.at(-1);
  if (present === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present,
    future: [history.present, ...history.future],
    last: null,
  };
}

export function redo<T>(history: History<T>): History<T> {
  const [present, ...future] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future, last: null };
}
