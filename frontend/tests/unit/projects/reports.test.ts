import { describe, expect, it } from "vitest";
import { aimsOf, sumsOf } from "~/features/projects/reports/aims";
import { portions, readTruths } from "~/features/projects/reports/truth-file";

describe("a file of truths", () => {
  it("is read line by line, and says which lines say nothing", () => {
    const text = [
      '\uFEFF{"name": "a.jpg", "annotations": []}',
      "",
      '{"name": "b.jpg", "answer": {"annotations": [{"id": "1"}]}}\r',
      "not json",
      '{"annotations": []}',
      '{"name": "c.jpg", "annotations": [1]}',
    ].join("\n");
    expect(readTruths(text)).toEqual({
      truths: [
        { name: "a.jpg", annotations: [] },
        { name: "b.jpg", annotations: [{ id: "1" }] },
      ],
      bad: [4, 5, 6],
    });
  });

  it("goes out in portions that a request takes, and none is lost", () => {
    const truths = Array.from({ length: 450 }, (_, at) => ({ name: `${at}`, annotations: [] }));
    const found = portions(truths);
    expect(found.map((some) => some.length)).toEqual([200, 200, 50]);
    expect(found.flat()).toEqual(truths);
    expect(portions(truths.slice(0, 3), 200, 1)).toHaveLength(3);
    expect(portions([])).toEqual([]);
  });
});

describe("targets", () => {
  it("are summed by what they are of, as they are kept", () => {
    const aims = aimsOf([
      { what: "class:a", value: "x", share: 33.33 },
      { what: "class:a", value: "y", share: 66.67 },
      { what: "meta:b", value: "z", share: Number.NaN },
    ]);
    expect(new Set(aims.map((one) => one.key)).size).toBe(3);
    expect([...sumsOf(aims)]).toEqual([
      ["class:a", 100],
      ["meta:b", 0],
    ]);
  });
});
