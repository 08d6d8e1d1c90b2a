import { describe, expect, it } from "vitest";
import {
  begin,
  canRedo,
  canUndo,
  MERGE_MS,
  redo,
  STEPS,
  step,
  undo,
} from "~/annotate/core/history";

describe("history", () => {
  it("goes back and forth", () => {
    let history = step(step(begin("a"), "b"), "c");
    history = undo(history);
    expect(history.present).toBe("b");
    history = redo(history);
    expect(history.present).toBe("c");
    expect(canRedo(history)).toBe(false);
    expect(undo(undo(undo(history))).present).toBe("a");
  });

  it("forgets what was taken back when something new is done", () => {
    const history = step(undo(step(begin("a"), "b")), "c");
    expect(canRedo(history)).toBe(false);
    expect(undo(history).present).toBe("a");
  });

  it("keeps 200 steps", () => {
    let history = begin(0);
    for (let n = 1; n <= STEPS + 50; n += 1) history = step(history, n);
    let steps = 0;
    while (canUndo(history)) {
      history = undo(history);
      steps += 1;
    }
    expect(steps).toBe(200);
    expect(history.present).toBe(50);
  });

  it("makes one step of a movement by keys, and two of two movements", () => {
    let history = begin(0);
    for (let n = 1; n <= 5; n += 1) history = step(history, n, "move a", 100 * n);
    history = step(history, 6, "move b", 550);
    history = step(history, 7, "move b", 550 + MERGE_MS);
    expect(undo(history).present).toBe(6);
    expect(undo(undo(history)).present).toBe(5);
    expect(undo(undo(undo(history))).present).toBe(0);
  });

  it("does not join a step to one that was taken back to", () => {
    let history = step(step(begin(0), 1, "move a", 0), 2, "other", 10);
    history = undo(history);
    history = step(history, 3, "move a", 20);
    expect(undo(history).present).toBe(1);
  });

  it("takes no step to where it is", () => {
    const history = begin("a");
    expect(step(history, "a")).toBe(history);
    expect(undo(history)).toBe(history);
    expect(redo(history)).toBe(history);
  });
});
