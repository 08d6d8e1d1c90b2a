import { describe, expect, it } from "vitest";
import { isShapeLabel, type Mark, type Point, type ShapeLabel } from "~/annotate/core/doc";
import { SHAPE_KINDS, shapeOf, shapeOfKind } from "~/annotate/core/shapes";
import type { Mask } from "~/annotate/core/shapes/mask";
import { hasPixel, ofRows } from "~/annotate/core/shapes/mask";
import { cornersOf, type RotatedBox } from "~/annotate/core/shapes/rotated-box";
import { EVERY, PICTURE } from "./kit";

const labelOf = (kind: string): ShapeLabel =>
  EVERY.labels.filter(isShapeLabel).find((label) => label.kind === kind)!;
const made = (kind: (typeof SHAPE_KINDS)[number], at: Point = [320, 240]): Mark =>
  shapeOfKind(kind).around(at, PICTURE, { id: "m", name: kind, class: "one" }, labelOf(kind));
const right = (mark: Mark) => shapeOf(mark).faults(mark, PICTURE, labelOf(mark.kind));

describe.each(SHAPE_KINDS)("%s", (kind) => {
  it("is whole wherever it is added, also at the picture's corners", () => {
    for (const at of [
      [320, 240],
      [0, 0],
      [640, 480],
      [5, 476.3],
    ] as const)
      expect(right(made(kind, at)), String(at)).toEqual([]);
  });

  it("moves with all of it, and no farther than the picture", () => {
    const one = made(kind);
    const shape = shapeOf(one);
    const before = shape.bounds(one);
    const near = shape.bounds(shape.move(one, 7, -5, PICTURE));
    expect(near.x).toBeCloseTo(before.x + 7, 1);
    expect(near.y).toBeCloseTo(before.y - 5, 1);
    for (const [dx, dy] of [
      [999, 999],
      [-999, -999],
    ] as const)
      expect(right(shape.move(one, dx, dy, PICTURE))).toEqual([]);
    const edge = shape.move(one, 9999, 0, PICTURE);
    expect(shape.move(edge, 5, 0, PICTURE)).toBe(edge);
  });

  it("stays whole while its handles are dragged anywhere", () => {
    const one = made(kind);
    const shape = shapeOf(one);
    for (const { id } of shape.handles(one))
      for (const to of [
        [-50, -50],
        [333, 222],
        [900, 700],
      ] as const) {
        // A corner on another makes a line of it: only the picture's edge is looked at.
        const dragged = shape.drag(one, id, to, PICTURE);
        expect(right(dragged), `${id} to ${to}`).not.toContain("past_edge");
      }
  });

  it("is resized no farther than the picture, and its fields say where it lies", () => {
    const one = made(kind);
    const shape = shapeOf(one);
    const larger = shape.resize(one, 3, 4, PICTURE);
    expect(right(larger)).toEqual([]);
    expect(right(shape.resize(one, 9999, 9999, PICTURE))).not.toContain("past_edge");
    const x = shape.fields(one).find((field) => field.key === "x")!;
    const moved = shape.set(one, "x", x.value + 11);
    expect(shape.bounds(moved).x).toBeCloseTo(shape.bounds(one).x + 11, 1);
    expect(right(shape.set(one, "x", 5000))).toContain("past_edge");
  });

  it("is found where it is seen", () => {
    const one = made(kind);
    const shape = shapeOf(one);
    const drawn = shape.drawing(one, labelOf(kind));
    expect(drawn.length).toBeGreaterThan(0);
    const { x, y, width, height } = shape.bounds(one);
    const middle: Point = [x + width / 2, y + height / 2];
    const touched = (at: Point) => shape.holds(one, at) || shape.toEdge(one, at) <= 3;
    const [spot] = shape.handles(one);
    expect(touched(spot === undefined ? middle : spot.at)).toBe(true);
    expect(touched([x - 40, y - 40])).toBe(false);
  });

  it("has corners that can be typed, where it has any", () => {
    const one = made(kind);
    const { corners } = shapeOf(one);
    if (corners === undefined) return;
    expect(corners.points(corners.put(one, 1, [33.333, 44]))[1]).toEqual([33.33, 44]);
    const more = corners.after?.(one, 0) ?? one;
    if (corners.after !== undefined)
      expect(corners.points(more)).toHaveLength(corners.points(one).length + 1);
    let less = more;
    for (let n = 0; n < 10; n += 1) less = corners.without?.(less, 0) ?? less;
    expect(right(less)).toEqual([]);
  });
});

describe("a turned box", () => {
  const one: RotatedBox = {
    kind: "rotated_box",
    id: "r",
    name: "rotated_box",
    class: "one",
    x: 200,
    y: 200,
    width: 100,
    height: 40,
    angle: 90,
  };
  const shape = shapeOf(one);

  it("turns clockwise around its centre", () => {
    expect(cornersOf(one)).toEqual([
      [220, 150],
      [220, 250],
      [180, 250],
      [180, 150],
    ]);
    expect(shape.turn?.(one, -100, PICTURE).angle).toBe(350);
    expect(shape.drag(one, "turn", [300, 200], PICTURE).angle).toBe(90);
    expect(shape.drag(one, "turn", [200, 300], PICTURE).angle).toBe(180);
  });

  it("keeps the opposite side where it is when a side is dragged", () => {
    // Turned by a quarter, its right side lies below.
    const longer = shape.drag(one, "e", [190, 270], PICTURE);
    expect(longer).toMatchObject({ width: 120, height: 40, x: 200, y: 210 });
  });

  it("does not turn out of the picture: it is pushed inside, or stays", () => {
    const beside = { ...one, x: 20, angle: 90 };
    const turned = shape.turn?.(beside, 90, PICTURE);
    expect(turned).toMatchObject({ angle: 180, x: 50 });
    const high = { ...one, width: 470, x: 320, y: 240, height: 640, angle: 90 };
    expect(right(high)).toEqual([]);
    const wide = { ...high, width: 480, height: 640 };
    expect(shape.turn?.(wide, 45, PICTURE)).toBe(wide);
  });
});

describe("a skeleton", () => {
  it("moves only the points that are there", () => {
    const one = made("keypoints");
    const shape = shapeOf(one);
    const absent = shape.corners!.see!(one, 1, 0);
    const moved = shape.move(absent, 10, 0, PICTURE);
    expect(moved).toMatchObject({ points: { 1: [0, 0, 0] } });
    expect(shape.handles(absent)).toHaveLength(2);
    // Back again it lies among the others, hidden as was said.
    const back = shape.corners!.see!(absent, 1, 1);
    expect(shape.corners!.sight!(back, 1)).toBe(1);
    expect(right(back)).toEqual([]);
  });
});

describe("a mask", () => {
  it("says of each pixel whether it is in", () => {
    const cut = ofRows(10, [
      [5, 8],
      [6, 7],
      [4, 9],
    ])!;
    const one: Mask = { kind: "mask", id: "m", name: "mask", class: "one", ...cut };
    expect(cut).toMatchObject({ x: 4, y: 10, width: 5, height: 3 });
    const rows = [10, 11, 12].map((y) =>
      [3, 4, 5, 6, 7, 8, 9].map((x) => (hasPixel(one, x, y) ? "#" : ".")).join(""),
    );
    expect(rows).toEqual(["..###..", "...#...", ".#####."]);
    expect(shapeOf(one).area(one)).toBe(9);
    expect(right(one)).toEqual([]);
  });
});
