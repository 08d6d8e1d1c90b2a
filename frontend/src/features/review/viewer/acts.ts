import type { Act } from "~/annotate/core/keymap";

const KEYS: Record<string, readonly string[]> = {
  approve: ["KeyA"],
  fix: ["KeyF"],
  return: ["KeyR"],
  reject: ["KeyX"],
  confirm: ["Enter"],
  cancel: ["Escape"],
  undo: ["KeyZ"],
  next: ["KeyJ"],
  previous: ["KeyK"],
  difference: ["KeyD"],
  comment: ["KeyM"],
  say: ["KeyT"],
  pin: ["KeyC"],
  hide: ["Space"],
  guideline: ["KeyG"],
  extend: ["KeyE"],
};
export const REASON_KEYS = 9;

/** What keys do in the viewer, named for the sheet by `t(acts.<name>)`. */
export function actsOf(word: (name: string) => string, reason: (n: number) => string): Act[] {
  const own = Object.entries(KEYS).map(([name, keys]) => ({
    id: `review.${name}`,
    group: "review",
    keys,
    word: word(name),
    ...(name === "next" || name === "previous" ? { repeat: true } : {}),
  }));
  const reasons = Array.from({ length: REASON_KEYS }, (_, n) => ({
    id: `review.reason.${n + 1}`,
    group: "review",
    keys: [`Digit${n + 1}`],
    word: reason(n + 1),
  }));
  return [...own, ...reasons];
}
