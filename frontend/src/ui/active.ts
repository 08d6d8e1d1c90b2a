const IDLE = 30_000; // milliseconds without a hand on anything: thinking counts, leaving does not

/** Counts the time in which somebody is at work: from one touch to the next, pauses cut short. */
export class ActiveTime {
  #spent = 0;
  #last: number;

  constructor(now: number) {
    this.#last = now;
  }

  /** Something was done: a key, a movement, a press. `now` in milliseconds. */
  touch(now: number): void {
    this.#spent += Math.min(Math.max(0, now - this.#last), IDLE);
    this.#last = now;
  }

  /** Seconds at work until now. */
  seconds(now: number): number {
    return (this.#spent + Math.min(Math.max(0, now - this.#last), IDLE)) / 1000;
  }
}
