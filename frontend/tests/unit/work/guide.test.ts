import { describe, expect, it } from "vitest";
import { changes } from "~/features/work/model/changes";
import { Hands, IDLE_MS } from "~/features/work/model/hands";

const told = (before: string, after: string) =>
  changes(before, after).map(({ kind, parts }) => [
    kind,
    parts.map((part) => (part.kind === "same" ? "" : part.kind[0]) + part.text).join("|"),
  ]);

describe("what is new in a guideline", () => {
  it("is nothing where nothing is", () => {
    expect(changes("# a\n\nb", "# a\nb\n").every((line) => line.kind === "same")).toBe(true);
  });

  it("is the words of a line that was reworded", () => {
    expect(
      told("# 자리\n절반 넘게 보이면 그려 주세요", "# 자리\n3분의 1 넘게 보이면 그려 주세요"),
    ).toEqual([
      ["same", "# 자리"],
      ["changed", "r절반 |a3분의 1 |넘게 보이면 그려 주세요"],
    ]);
  });

  it("is whole lines that came and went", () => {
    expect(told("a b c\nx y z", "x y z\nn m o")).toEqual([
      ["removed", "ra b c"],
      ["same", "x y z"],
      ["added", "an m o"],
    ]);
  });
});

describe("time at work", () => {
  it("stands still a minute after the last sign of life", () => {
    let now = 0;
    const hands = new Hands(500, () => now);
    hands.touch();
    now = 30_000;
    hands.touch();
    expect(hands.total()).toBe(30_500);
    now = 600_000;
    expect(hands.total()).toBe(30_500 + IDLE_MS);
    hands.touch();
    now = 601_000;
    expect(hands.total()).toBe(30_500 + IDLE_MS + 1000);
    hands.rest();
    now = 700_000;
    expect(hands.total()).toBe(30_500 + IDLE_MS + 1000);
  });
});
