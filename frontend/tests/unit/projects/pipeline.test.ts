import { describe, expect, it } from "vitest";
import type { Schema } from "~/annotate/core/doc";
import { stepsOf } from "~/features/projects/data/item/way/model";
import { linesOf, rowsFrom, tooLong } from "~/features/projects/data/prompts/model";
import {
  type Condition,
  conditionOf,
  draftOf as sentencesOf,
} from "~/features/projects/design/flow/condition";
import { hides, rowsOf, withEffect } from "~/features/projects/design/flow/effects/model";
import { columnsOf, shifted, targetsOf } from "~/features/projects/design/flow/layout";
import { draftOf, faultOf, piecesOf, splitOf } from "~/features/projects/design/flow/split/model";
import {
  cellsOf,
  csvOf,
  filled,
  draftOf as goalsOf,
  gridOf,
  keyOf,
  type Quotas,
  sentOf,
  spread,
  sumOf,
  withAxis,
} from "~/features/projects/design/quotas/model";

const stage = (id: number, position = id) => ({ id, position });
const flow = (from_id: number, to_id: number) => ({ from_id, to_id });

describe("a pipeline", () => {
  const stages = [1, 2, 3, 4].map((id) => stage(id));
  const flows = [flow(1, 2), flow(1, 3), flow(2, 3)];

  it("stands each stage behind all that flows into it", () => {
    const ids = columnsOf(stages, flows).map((column) => column.map(({ id }) => id));
    expect(ids).toEqual([[1, 4], [2], [3]]);
  });

  it("offers no way back and none that is there", () => {
    expect(targetsOf(1, stages, flows).map(({ id }) => id)).toEqual([4]);
    expect(targetsOf(3, stages, flows).map(({ id }) => id)).toEqual([4]);
    expect(targetsOf(4, stages, flows).map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it("moves a stage a step, also where all stood at the same place", () => {
    expect(shifted([stage(1, 0), stage(2, 0), stage(3, 0)], 3, -1)).toEqual([
      { id: 3, position: 1 },
      { id: 2, position: 2 },
    ]);
    expect(shifted([stage(1), stage(2)], 1, -1)).toEqual([]);
  });
});

describe("a condition", () => {
  it.each<Condition>([
    { label: "use", says: "class", classes: ["good", "fair"] },
    { label: "face", says: "none" },
    { not: { label: "use", says: "class", classes: ["bad"] } },
    { label: "face", says: "any", attribute: { name: "blurred", values: [true] } },
    {
      any: [
        { label: "face", says: "any" },
        { label: "use", says: "class", classes: ["good"] },
      ],
    },
  ])("is the same after it was shown as sentences: %j", (condition) => {
    const sentences = sentencesOf(condition);
    expect(sentences).not.toBeNull();
    expect(conditionOf(sentences!)).toEqual(condition);
  });

  it("is none without sentences, and no sentences where it says more than these can", () => {
    expect(conditionOf({ join: "all", clauses: [] })).toBeNull();
    expect(sentencesOf({ all: [{ any: [{ label: "a", says: "any" }] }] })).toBeNull();
  });
});

describe("a split", () => {
  const of = (part: object) => ({ ...draftOf(null, "sound"), ...part });
  const sized = { width: 0, height: 0 };

  it("sends of a way only what it asks for", () => {
    expect(splitOf(of({}))).toBeNull();
    const split = splitOf(of({ by: "window", length: 30_000, overlap: 2_000 }));
    expect(split).toEqual({ by: "window", length: 30_000, overlap: 2_000 });
    expect(draftOf(split, "sound")).toMatchObject({ by: "window", length: 30_000 });
  });

  it("must go on, and have room for a silence", () => {
    expect(faultOf(of({ by: "window", length: 10, overlap: 6 }))).toBe("overlap");
    expect(faultOf(of({ by: "silence", least: 2, most: 3 }))).toBe("least");
    expect(faultOf(of({ by: "object" }))).toBe("label");
    expect(faultOf(of({ by: "page", pages: Number.NaN }))).toBe("number");
    expect(faultOf(of({ by: "bundle" }))).toBeNull();
  });

  it.each([
    [10_000, 1],
    [30_000, 1],
    [58_000, 2],
    [60_000, 2], // what is left over is a crumb
    [70_000, 3],
  ])("of %i ms makes %i windows", (length, n) => {
    const split = { by: "window", length: 30_000, overlap: 2_000 } as const;
    expect(piecesOf(split, { length, ...sized })).toEqual([n, n]);
  });

  it("counts tiles both ways, pages and a range of silences", () => {
    const tile = { by: "tile", size: 1000, overlap: 0 } as const;
    expect(piecesOf(tile, { length: 0, width: 4000, height: 2500 })).toEqual([12, 12]);
    expect(piecesOf({ by: "page", pages: 5 }, { length: 12, ...sized })).toEqual([3, 3]);
    const silence = { by: "silence", least: 3_000, most: 20_000, quiet: -40 } as const;
    expect(piecesOf(silence, { length: 60_000, ...sized })).toEqual([3, 20]);
  });
});

describe("effects", () => {
  const schema = {
    modality: "picture",
    labels: [
      { kind: "box", name: "hide", classes: [{ id: "face" }, { id: "plate" }] },
      { kind: "class", name: "use", classes: [{ id: "good" }, { id: "bad" }] },
      { kind: "writing", name: "why" },
    ],
  } as unknown as Schema;

  it("are of what marks something or is chosen, by class", () => {
    const rows = rowsOf(schema, { hide: { "*": "blur" } });
    expect(rows.map(({ of, effect }) => [of.id, effect])).toEqual([
      ["face", "blur"],
      ["plate", "blur"],
      ["good", null],
      ["bad", null],
    ]);
    expect(rows[0]?.choices).not.toContain("discard");
  });

  it("of one class change without the others", () => {
    const [face] = rowsOf(schema, { hide: { "*": "blur" } });
    const next = withEffect(schema, { hide: { "*": "blur" } }, face!, null);
    expect(next).toEqual({ hide: { plate: "blur" } });
    expect(hides(next)).toBe(true);
    expect(hides({ use: { bad: "discard" } })).toBe(false);
  });
});

describe("quotas", () => {
  const quotas: Quotas = {
    by: ["age", "sex"],
    counts: "people",
    cells: [
      { cell: { age: "20", sex: "female" }, goal: 4, taken: 4, accepted: 1 },
      { cell: { sex: "male", age: "20" }, goal: 4, taken: 2, accepted: 2 },
      { cell: { age: "30", sex: "female" }, goal: 0, taken: 0, accepted: 0 },
      { cell: { age: "30", sex: "male" }, goal: 3, taken: 0, accepted: 0 },
    ],
  };
  const draft = goalsOf(quotas);

  it("come back as they were, whichever way a cell is written", () => {
    expect(sentOf(draft)).toEqual({
      by: ["age", "sex"],
      counts: "people",
      cells: quotas.cells.map(({ cell, goal }) => ({ cell, goal })),
    });
    expect(keyOf({ sex: "male", age: "20" })).toBe(keyOf({ age: "20", sex: "male" }));
    expect(gridOf(draft)).toEqual({
      across: { axis: "sex", values: ["female", "male"] },
      down: [{ age: "20" }, { age: "30" }],
    });
  });

  it("fill a row and are spread so that nothing is lost", () => {
    const row = cellsOf(draft).filter(({ age }) => age === "20");
    expect(sentOf(filled(draft, row, 9)).cells.map(({ goal }) => goal)).toEqual([9, 9, 0, 3]);
    expect(sentOf(spread(draft, 10)).cells.map(({ goal }) => goal)).toEqual([3, 3, 2, 2]);
  });

  it("with another axis begin anew", () => {
    const next = withAxis(draft, "grew_up", true, ["busan", "jeju"]);
    expect(next.by).toEqual(["age", "sex", "grew_up"]);
    expect(sentOf(next).cells).toHaveLength(8);
    expect(sentOf(next).cells.every(({ goal }) => goal === 0)).toBe(true);
  });

  it("say how full they are, and can be read by a spreadsheet", () => {
    expect(sumOf(quotas.cells)).toEqual({ goal: 11, taken: 6, accepted: 3, full: 2 });
    const csv = csvOf(
      quotas,
      (head) => head,
      (_, value) => (value === "20" ? '20, "young"' : value),
    );
    expect(csv.split("\r\n")[1]).toBe('"20, ""young""",female,4,4,1');
    expect(csv.split("\r\n")).toHaveLength(5);
  });
});

describe("prompts", () => {
  it("are pasted a line each, with or without what to do", () => {
    expect(
      rowsFrom("오늘은, 바람이 분다\n\n찍기\t횡단보도\r\nwrite, 편지", "read", { 찍기: "scene" }),
    ).toEqual([
      { role: "read", text: "오늘은, 바람이 분다" },
      { role: "scene", text: "횡단보도" },
      { role: "write", text: "편지" },
    ]);
  });

  it("are sent a line each, and those that are too long are found", () => {
    const rows = rowsFrom("하나\n둘", "read");
    expect(linesOf([...rows, { role: "read", text: " " }]).split("\n")).toHaveLength(2);
    expect(JSON.parse(linesOf(rows).split("\n")[1]!)).toEqual({
      parts: [{ id: "1", role: "read", text: "둘" }],
    });
    expect(tooLong([...rows, { role: "read", text: "가".repeat(2001) }])).toBe(2);
  });
});

it("an item's way goes step by step", () => {
  const at = (id: number, step: number) => ({ id, step });
  const steps = stepsOf([at(3, 1), at(1, -1), at(2, 0), at(4, 1)]);
  expect(steps.map((step) => step.map(({ id }) => id))).toEqual([[1], [2], [3, 4]]);
});
