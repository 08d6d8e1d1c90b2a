import { describe, expect, it } from "vitest";
import {
  doneCount,
  EMPTY,
  after as next,
  openCount,
  type Step,
  type Table,
  upcoming,
} from "~/features/review/model/session";

const run = (...steps: Step[]): Table => steps.reduce(next, EMPTY);
const three: Step = { do: "brought", ids: [1, 2, 3] };

describe("the pieces on the table", () => {
  it("are looked at from the first on", () => {
    expect(run(three).at).toBe(1);
  });

  it("go on to the next that is open once one is judged", () => {
    const table = run(three, { do: "judged", id: 1, verdict: "approve" });
    expect(table.at).toBe(2);
    expect(openCount(table)).toBe(2);
    expect(doneCount(table)).toBe(1);
  });

  it("go back to one that was passed over, after the last", () => {
    const table = run(
      three,
      { do: "turn", by: 1 },
      { do: "judged", id: 2, verdict: "fix" },
      { do: "judged", id: 3, verdict: "approve" },
    );
    expect(table.at).toBe(1);
  });

  it("leave nothing to look at when all are judged, and take up what is brought then", () => {
    const all = run(
      { do: "brought", ids: [1] },
      { do: "judged", id: 1, verdict: "reject" },
      { do: "sent", id: 1 },
    );
    expect(all.at).toBeNull();
    expect(next(all, { do: "brought", ids: [9] }).at).toBe(9);
    expect(next(all, { do: "turn", by: -1 }).at).toBe(1);
    expect(next(all, { do: "turn", by: 1 }).at).toBeNull();
  });

  it("are open again when a verdict is taken back, and looked at", () => {
    const table = run(three, { do: "judged", id: 1, verdict: "return" }, { do: "undone", id: 1 });
    expect(table.at).toBe(1);
    expect(table.pieces[0]).toEqual({ id: 1, state: "open", verdict: null });
  });

  it("know what is brought twice, and keep what is on its way", () => {
    const table = run(three, { do: "judged", id: 1, verdict: "approve" }, three);
    expect(table.pieces.map((piece) => piece.state)).toEqual(["waiting", "open", "open"]);
  });

  it("take a rework as new work, at the end", () => {
    const table = run(
      three,
      { do: "judged", id: 1, verdict: "return" },
      { do: "sent", id: 1 },
      { do: "brought", ids: [1] },
    );
    expect(table.pieces.map((piece) => piece.id)).toEqual([2, 3, 1]);
    expect(table.pieces[2]?.state).toBe("open");
  });

  it("stay where one looks when the server does not take an earlier verdict", () => {
    const table = run(three, { do: "judged", id: 1, verdict: "approve" }, { do: "refused", id: 1 });
    expect(table.at).toBe(2);
    expect(table.pieces[0]?.state).toBe("refused");
  });

  it("let one go that was given back", () => {
    const table = run(three, { do: "gone", id: 1 });
    expect(table.pieces.map((piece) => piece.id)).toEqual([2, 3]);
    expect(table.at).toBe(2);
    expect(run({ do: "brought", ids: [1] }, { do: "gone", id: 1 }).at).toBeNull();
  });

  it("turn no farther than the ends, and look at nothing unknown", () => {
    expect(run(three, { do: "turn", by: -1 }).at).toBe(1);
    expect(run(three, { do: "look", id: 7 }).at).toBe(1);
  });

  it("name what comes next, behind first, then what was passed over", () => {
    expect(upcoming(run(three, { do: "look", id: 2 }), 2)).toEqual([3, 1]);
    expect(upcoming(run(three), 1)).toEqual([2]);
  });
});
