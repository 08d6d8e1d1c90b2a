import { createStore } from "~/annotate/core/store";
import { useStore } from "~/annotate/use";
import type { Turn } from "../model/server";

const NAME = "dure.dealt";
const MOST = 50; // verdicts of which it is kept what was dealt with
type Dealt = readonly (readonly [submission: number, words: readonly number[]])[];

function kept(): Dealt {
  try {
    return JSON.parse(localStorage.getItem(NAME) ?? "[]") as Dealt;
  } catch {
    return [];
  }
}

const dealt = createStore<Dealt>(kept());
const looked = createStore<{ submission: number; word: number } | null>(null);

/** What one has dealt with of a verdict's words, by their index, and the word looked at. A note for
 * oneself: it stays on this device. */
export function useWords(turn: Turn | null) {
  const submission = turn?.submission_id ?? 0;
  const done = useStore(dealt, (all) => all.find(([id]) => id === submission)?.[1]);
  const at = useStore(looked, (now) => (now?.submission === submission ? now.word : null));
  return {
    done: done ?? [],
    at,
    look: (word: number) => looked.set({ submission, word }),
    tick(word: number) {
      const had = done ?? [];
      const next = had.includes(word) ? had.filter((one) => one !== word) : [...had, word];
      const others = dealt.get().filter(([id]) => id !== submission);
      dealt.set([[submission, next] as const, ...others].slice(0, MOST));
      try {
        localStorage.setItem(NAME, JSON.stringify(dealt.get()));
      } catch {
        // Then it holds until the page is left.
      }
    },
  };
}
