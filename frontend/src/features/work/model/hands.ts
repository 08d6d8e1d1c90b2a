/** After so long without a key or a pointer nobody is at work. */
export const IDLE_MS = 60_000;

/** Measures how long somebody has been at work: it stands still a minute after the last sign of
 * life, and while the page is out of sight. */
export class Hands {
  #now: () => number;
  #done: number;
  /** The last sign of life; null while nobody is there. */
  #since: number | null = null;
  #last = 0;

  constructor(done = 0, now: () => number = Date.now) {
    this.#done = done;
    this.#now = now;
  }

  /** A sign of life. */
  touch(): void {
    const now = this.#now();
    if (this.#since !== null && now - this.#last > IDLE_MS) this.rest();
    this.#since ??= now;
    this.#last = now;
  }

  /** Nobody is there from now on, until the next sign of life. */
  rest(): void {
    this.#done = this.total();
    this.#since = null;
  }

  /** Milliseconds so far. */
  total(): number {
    if (this.#since === null) return this.#done;
    return this.#done + Math.max(0, Math.min(this.#now(), this.#last + IDLE_MS) - this.#since);
  }
}

const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** Lets the page's signs of life go to `hands`; returns how to stop. */
export function watch(hands: Hands): () => void {
  const touch = () => {
    if (document.visibilityState === "visible") hands.touch();
  };
  const look = () => (document.visibilityState === "visible" ? hands.touch() : hands.rest());
  for (const sign of SIGNS) window.addEventListener(sign, touch, { passive: true });
  document.addEventListener("visibilitychange", look);
  look();
  return () => {
    for (const sign of SIGNS) window.removeEventListener(sign, touch);
    document.removeEventListener("visibilitychange", look);
    hands.rest();
  };
}
