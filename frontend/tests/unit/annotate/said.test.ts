import { describe, expect, it } from "vitest";
import { signed } from "~/annotate/parts/saying";

describe("the numbers of what was said", () => {
  it("count what is said now, and what was said before by itself, in brackets", () => {
    const pins = [
      { annotation: "a1" },
      { x: 1, y: 2 },
      { annotation: "a1", earlier: true },
      { part: "text", start: 0, end: 2, earlier: true },
    ];
    expect(signed(pins).map(({ sign }) => sign)).toEqual(["1", "2", "(1)", "(2)"]);
  });
});
