/** The keys for suggestions, free in every editor, until somebody gives them others. */
export const KEYS = {
  accept: "KeyA",
  drop: "KeyR",
  next: "KeyJ",
  previous: "KeyK",
  accept_all: "KeyE",
  drop_all: "Shift+KeyE",
} as const;
export type What = keyof typeof KEYS;
