/** An item's way through the stages: what it came of, and what came of it. */

/** One item on the way: `step` is how far it lies after the one that is looked at, or before. */
type Placed = { id: number; step: number };

/** In steps, the first one first; the stages of one step stand together. */
export function stepsOf<W extends Placed>(items: readonly W[]): W[][] {
  const steps = new Map<number, W[]>();
  for (const one of items) steps.set(one.step, [...(steps.get(one.step) ?? []), one]);
  return [...steps.keys()].sort((a, b) => a - b).map((step) => steps.get(step) ?? []);
}
