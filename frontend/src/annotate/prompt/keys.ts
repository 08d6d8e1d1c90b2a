import type { Act } from "../core/keymap";

/** What keys do beside those that every editor has; the words are `acts.<id>` of the sentences. */
export const PROMPT_ACTS: readonly Act[] = [
  { id: "prompt.take", group: "tools", keys: ["Space"] },
  { id: "prompt.play", group: "tools", keys: ["KeyP"] },
];
