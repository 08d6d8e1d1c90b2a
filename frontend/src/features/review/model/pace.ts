const LONGEST = 600; // seconds: whoever was away longer was not inspecting
const LOOK_BACK = 20;

/** The middle of the last durations in seconds; `fallback` until there are enough to say. */
export function paceOf(durations: readonly number[], fallback: number | null): number | null {
  const recent = durations
    .filter((seconds) => seconds > 0 && seconds <= LONGEST)
    .slice(-LOOK_BACK)
    .toSorted((one, other) => one - other);
  if (recent.length < 3) return fallback;
  const half = Math.floor(recent.length / 2);
  return recent.length % 2 === 1 ? recent[half]! : (recent[half - 1]! + recent[half]!) / 2;
}

/** How long what is left will take, in seconds; null without a pace. */
export const restOf = (left: number, pace: number | null): number | null =>
  pace === null ? null : left * pace;

/** Whole seconds until a moment, never less than none. */
export const secondsTo = (due: string, now: number): number =>
  Math.max(0, Math.floor((Date.parse(due) - now) / 1000));
