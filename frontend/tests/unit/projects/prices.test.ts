import { describe, expect, it } from "vitest";
import {
  floorPrice,
  hourlyOf,
  isCounted,
  type PriceDraft,
  unitsOf,
} from "~/features/projects/design/prices/model";
import { measuredAt } from "~/features/projects/design/prices/wage";

const draft: PriceDraft = {
  won: [30, 9, 6],
  seconds: [60, 20, 20],
  unit: "second",
  per: 10,
  most: 100,
  definition: "녹음의 1초",
  topUps: false,
};

describe("a price card while it is edited", () => {
  it("offers what the data has, and asks for the most where that shows in the answer only", () => {
    expect(unitsOf("sound")).toContain("second");
    expect(unitsOf("picture")).not.toContain("second");
    expect(isCounted("sound", "second")).toBe(false);
    expect(isCounted("prompt", "second")).toBe(true);
    expect(isCounted("text", "character")).toBe(false);
    expect(isCounted("sound", "character")).toBe(true);
    expect(isCounted("picture", "object")).toBe(true);
  });

  it("compares with the minimum wage as the server does", () => {
    expect(hourlyOf(172, 60)).toBe(10_320);
    expect(hourlyOf(171, 60)).toBe(10_260);
    expect(floorPrice(45, 10_320)).toBe(130);
  });

  it("takes what was measured by the same unit, for as many as are paid", () => {
    const pace = {
      minimum_wage: 10_320,
      unit: "second" as const,
      levels: [{ level: 0, median_seconds: 60, unit_seconds: 2 }],
    };
    expect(measuredAt(pace, draft, 0)).toBe(20);
    expect(measuredAt(pace, draft, 1)).toBeNull();
    expect(measuredAt({ ...pace, unit: "task" }, draft, 0)).toBeNull();
    expect(measuredAt(undefined, draft, 0)).toBeNull();
  });
});
