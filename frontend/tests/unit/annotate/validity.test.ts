import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Annotation, faultsOf, type PictureSchema } from "~/annotate";
import { answer, box, PICTURE, SCHEMA } from "./kit";

type Cases = {
  picture: { width: number; height: number };
  labels: PictureSchema["labels"];
  cases: { labels: string[]; annotations: Annotation[]; faults: [string, string | null][] }[];
};
// Made by the server's own check, so that both say the same of the same answer.
const made = JSON.parse(
  readFileSync(new URL("./validity-cases.json", import.meta.url), "utf8"),
) as Cases;

describe("validity", () => {
  it("finds what the server finds, in its order", () => {
    for (const one of made.cases) {
      const labels = one.labels.map((name) => made.labels.find((label) => label.name === name)!);
      const schema: PictureSchema = { modality: "picture", labels };
      const found = faultsOf(schema, made.picture, answer(...one.annotations));
      const told = found.map((fault) => [fault.code, fault.annotation]);
      expect(told, JSON.stringify(one.annotations)).toEqual(one.faults);
    }
    expect(made.cases.length).toBeGreaterThan(100);
  });

  it("says how many are asked and how many are there", () => {
    const four = [0, 1, 2, 3].map((n) => box(`b${n}`, 50 * n, 0));
    expect(faultsOf(SCHEMA, PICTURE, answer(...four))).toEqual([
      { code: "too_many", annotation: null, label: "cells", limit: 3, count: 4 },
      { code: "required", annotation: null, label: "stain", count: 0 },
    ]);
  });

  it("knows an outline without area and one past the edge", () => {
    const outline = (id: string, ...points: [number, number][]) => ({
      kind: "polygon" as const,
      id,
      name: "outline",
      class: "nucleus",
      points,
    });
    const found = faultsOf(
      SCHEMA,
      PICTURE,
      answer(
        outline("flat", [0, 0], [10, 10], [20, 20]),
        outline("past", [0, 0], [700, 0], [0, 10]),
        outline("good", [0, 0], [640, 0], [0, 480]),
      ),
    );
    expect(found.slice(0, 2).map((fault) => [fault.code, fault.annotation])).toEqual([
      ["zero_area", "flat"],
      ["past_edge", "past"],
    ]);
  });
});
