/** A clock that moves by hand, and what is planned on it. */
export class Clock {
  now = 1_000_000;
  #plans: { at: number; act: () => void }[] = [];

  later = (ms: number, act: () => void): (() => void) => {
    const plan = { at: this.now + ms, act };
    this.#plans.push(plan);
    return () => {
      this.#plans = this.#plans.filter((one) => one !== plan);
    };
  };

  /** Forgets the n-th plan: who made it is gone. */
  drop(n: number): void {
    this.#plans.splice(n, 1);
  }

  /** Lets time pass; what is due is done in order, with all that follows from it. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await settled();
    for (;;) {
      const next = this.#plans.filter((plan) => plan.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#plans = this.#plans.filter((one) => one !== next);
      this.now = Math.max(this.now, next.at);
      next.act();
      await settled();
    }
    this.now = end;
    await settled();
  }
}

/** All that can go on without time passing has gone on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((go) => setTimeout(go));
}
