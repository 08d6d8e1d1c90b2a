import { describe, expect, it } from "vitest";
import type { Polygon } from "~/annotate";
import { area, leash, overlap, toEdge, toSegment, within } from "~/annotate/core/geometry";
import { shapeOf } from "~/annotate/core/shapes";
import { drawn } from "~/annotate/core/shapes/box";
import {
  around,
  fitTo,
  pan,
  resized,
  reveal,
  START,
  toPicture,
  toScreen,
  zoom,
} from "~/annotate/core/view";
import { box, PICTURE } from "./kit";

describe("geometry", () => {
  it("measures", () => {
    expect(overlap(box("a", 0, 0, 10, 10), box("b", 5, 0, 10, 10))).toBeCloseTo(1 / 3);
    expect(overlap(box("a", 0, 0, 10, 10), box("b", 10, 0, 10, 10))).toBe(0);
    expect(toSegment([5, 3], [0, 0], [10, 0])).toBe(3);
    expect(toSegment([-3, 4], [0, 0], [0, 0])).toBe(5);
    expect(toEdge(box("a", 0, 0, 10, 10), [5, 4])).toBe(4);
    expect(toEdge(box("a", 0, 0, 10, 10), [13, 14])).toBe(5);
    expect(
      area([
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
      ]),
    ).toBe(100);
    expect(
      within(
        [
          [0, 0],
          [10, 0],
          [0, 10],
        ],
        [2, 2],
      ),
    ).toBe(true);
    expect(
      within(
        [
          [0, 0],
          [10, 0],
          [0, 10],
        ],
        [9, 9],
      ),
    ).toBe(false);
    expect(leash({ x: 600, y: 0, width: 40, height: 30 }, 50, -5, PICTURE)).toEqual([0, 0]);
  });

  it("draws whole pixels inside the picture, from any corner", () => {
    expect(drawn([10.4, 20.6], [-30, 900], PICTURE)).toEqual({
      x: 0,
      y: 21,
      width: 10,
      height: 459,
    });
  });

  it("drags handles, turns over, and never loses the last pixel", () => {
    const one = box("a", 100, 100);
    const shape = shapeOf(one);
    expect(shape.drag(one, "se", [200, 180], PICTURE)).toMatchObject({ width: 100, height: 80 });
    expect(shape.drag(one, "w", [180, 0], PICTURE)).toMatchObject({ x: 140, width: 40, y: 100 });
    expect(shape.drag(one, "e", [100, 0], PICTURE)).toMatchObject({ x: 100, width: 1 });
    expect(shape.drag(one, "nw", [-50, -50], PICTURE)).toMatchObject({ x: 0, y: 0, width: 140 });
    expect(shape.drag(box("b", 639, 0, 1, 9), "w", [640, 0], PICTURE)).toMatchObject({ x: 639 });
  });

  it("moves and resizes as far as the picture allows", () => {
    const one = box("a", 600, 450);
    const shape = shapeOf(one);
    expect(shape.move(one, 10, 10, PICTURE)).toBe(one);
    expect(shape.move(one, -10.25, 0, PICTURE)).toMatchObject({ x: 589.75, y: 450 });
    expect(shape.resize(one, 50, -100, PICTURE)).toMatchObject({ width: 40, height: 1 });
  });

  it("changes corners of a polygon", () => {
    const one: Polygon = {
      kind: "polygon",
      id: "p",
      name: "outline",
      class: "nucleus",
      points: [
        [10, 10],
        [50, 10],
        [50, 50],
      ],
    };
    const shape = shapeOf(one);
    expect(shape.bounds(one)).toEqual({ x: 10, y: 10, width: 40, height: 40 });
    expect(shape.drag(one, "v1", [700, 9.97], PICTURE).points[1]).toEqual([640, 10]);
    expect(shape.drag(one, "m2", [20, 40], PICTURE).points).toEqual([
      [10, 10],
      [50, 10],
      [50, 50],
      [20, 40],
    ]);
    const without = shape.corners?.without;
    expect(without?.(one, 0)).toBe(one);
    expect(without?.(shape.drag(one, "m2", [20, 40], PICTURE), 0).points).toHaveLength(3);
    expect(shape.move(one, -100, 1, PICTURE).points[0]).toEqual([0, 11]);
    expect(shape.resize(one, 40, 0, PICTURE).points[1]).toEqual([90, 10]);
  });
});

describe("view", () => {
  const window = resized(START, { width: 1000, height: 700 }, PICTURE);

  it("fits, in the middle", () => {
    expect(window.scale).toBeCloseTo((700 - 32) / 480);
    expect(toScreen(window, [320, 240])).toEqual([500, 350]);
    expect(fitTo(pan(window, 99, 9, PICTURE), PICTURE)).toEqual(window);
  });

  it("keeps the point under the pointer while zooming", () => {
    const before = toPicture(window, [300, 200]);
    const after = toPicture(zoom(window, 3, [300, 200], PICTURE), [300, 200]);
    expect(after[0]).toBeCloseTo(before[0]);
    expect(after[1]).toBeCloseTo(before[1]);
    expect(zoom(window, 1e9, [0, 0], PICTURE).scale).toBe(32);
  });

  it("never loses the picture", () => {
    const far = pan(window, 1e6, -1e6, PICTURE);
    expect(far.x).toBeLessThan(1000);
    expect(far.y + 480 * far.scale).toBeGreaterThan(0);
  });

  it("stays fitted in another window until somebody zooms", () => {
    expect(resized(window, { width: 500, height: 700 }, PICTURE).fitted).toBe(true);
    const near = zoom(window, 2, [500, 350], PICTURE);
    const middle = toPicture(near, [500, 350]);
    const narrow = resized(near, { width: 600, height: 700 }, PICTURE);
    expect(narrow.scale).toBe(near.scale);
    expect(toPicture(narrow, [300, 350])[0]).toBeCloseTo(middle[0]);
  });

  it("brings a place into sight and no farther", () => {
    expect(reveal(window, box("a", 0, 0), PICTURE)).toBe(window);
    const near = around(window, box("a", 600, 400), PICTURE);
    const back = reveal(near, box("b", 0, 0), PICTURE);
    const [x, y] = toScreen(back, [0, 0]);
    expect(x).toBeGreaterThanOrEqual(0);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(back.scale).toBe(near.scale);
  });
});
