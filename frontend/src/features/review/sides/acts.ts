import type { Act } from "~/annotate/core/keymap";

/** As many answers as have a key of their own. */
export const MOST_KEYS = 9;

/** What keys do between answers, beside what they do everywhere in the viewer. */
export function actsOfSides(word: (name: string, n: number) => string): Act[] {
  const act = (id: string, key: string, name: string, n = 0): Act => ({
    id: `review.${id}`,
    group: "review",
    keys: [key],
    word: word(name, n),
  });
  return [
    act("side.previous", "ArrowLeft", "previous"),
    act("side.next", "ArrowRight", "next"),
    act("alone", "KeyV", "alone"),
    ...Array.from({ length: MOST_KEYS }, (_, n) =>
      act(`side.${n + 1}`, `Digit${n + 1}`, "take", n + 1),
    ),
  ];
}
