import { describe, expect, it } from "vitest";
import { difference, isDifferent } from "~/annotate/core/diff";
import { answer, box } from "./kit";

describe("difference", () => {
  it("tells added, removed, moved and relabelled apart", () => {
    const before = answer(box("a", 0, 0), box("b", 100, 0), box("c", 200, 0), box("d", 300, 0));
    const after = answer(
      box("a", 0, 0),
      box("b", 110, 0),
      { ...box("c", 200, 0), class: "WBC" },
      box("e", 400, 0),
    );
    const found = difference(before, after);
    expect(found.added.map((one) => one.id)).toEqual(["e"]);
    expect(found.removed.map((one) => one.id)).toEqual(["d"]);
    expect(found.changed).toHaveLength(2);
    const [moved, relabelled] = found.changed;
    expect(moved).toMatchObject({ moved: true, relabelled: false });
    expect(moved?.overlap).toBeCloseTo(30 / 50);
    expect(relabelled).toMatchObject({ moved: false, relabelled: true, overlap: 1 });
  });

  it("takes equal content under another id for the same, as often as it is there", () => {
    const before = answer(box("a", 0, 0), box("b", 0, 0));
    expect(isDifferent(difference(before, answer(box("x", 0, 0), box("y", 0, 0))))).toBe(false);
    const less = difference(before, answer(box("x", 0, 0)));
    expect(less.removed.map((one) => one.id)).toEqual(["b"]);
    expect(less.added).toEqual([]);
  });

  it("does not mind the order of fields", () => {
    const { x, ...rest } = box("a", 5, 0);
    expect(isDifferent(difference(answer(box("a", 5, 0)), answer({ ...rest, x })))).toBe(false);
  });

  it("compares what was chosen of the whole picture", () => {
    const stain = (...classes: string[]) =>
      answer({ kind: "class" as const, id: "w", name: "stain", classes });
    const found = difference(stain("good"), stain("poor"));
    expect(found.changed[0]).toMatchObject({ moved: false, relabelled: true, overlap: null });
  });
});
