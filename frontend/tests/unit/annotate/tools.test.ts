import { describe, expect, it, vi } from "vitest";
import { type Annotation, isMark } from "~/annotate";
import { answered, missingOf } from "~/annotate/core/attributes";
import { type Attribute, isRelation, type PictureSchema } from "~/annotate/core/doc";
import type { Mask } from "~/annotate/core/shapes/mask";
import { faultsOf } from "~/annotate/core/validity";
import { createEditor, type Editor } from "~/annotate/image/acts";
import { answer, at, box, click, drag, EVERY, every, PICTURE } from "./kit";

const last = (one: Editor): Annotation => one.answer().annotations.at(-1)!;
const press = (one: Editor, ...acts: string[]) => {
  for (const act of acts) {
    const handler = one.handlers[act]!;
    if (typeof handler === "function") handler();
    else {
      handler.down();
      handler.up();
    }
  }
};
const valid = (one: Editor) => expect(faultsOf(EVERY, PICTURE, one.answer())).toEqual([]);

describe("every tool", () => {
  it.each([
    ["box"],
    ["rotated_box"],
    ["polygon"],
    ["polyline"],
    ["point"],
    ["keypoints"],
    ["cuboid"],
    ["mask"],
  ] as const)("adds, moves, copies and takes back a %s by keys alone", (kind) => {
    const one = every(kind);
    one.pick(one.choices.findIndex((choice) => choice.label.kind === kind));
    press(one, "add", "move.right", "duplicate", "move_far.down");
    expect(one.answer().annotations.map((mark) => mark.kind)).toEqual([kind, kind]);
    valid(one);
    press(one, "undo", "undo", "undo", "undo");
    expect(one.answer().annotations).toEqual([]);
  });
});

describe("line tool", () => {
  it("ends an open line where a double click or Enter says, and never with one point", () => {
    const one = every("polyline");
    click(one, [100, 100]);
    press(one, "finish");
    expect(one.answer().annotations).toEqual([]);
    click(one, [200, 150]);
    click(one, [100, 100]);
    one.tool().double?.(one.hands, {} as never);
    expect(last(one)).toMatchObject({
      kind: "polyline",
      points: [
        [100, 100],
        [200, 150],
        [100, 100],
      ],
    });
    valid(one);
  });
});

describe("point tool", () => {
  it("sets one with a click, and takes one that is there", () => {
    const one = every("point");
    click(one, [100.04, 50]);
    expect(last(one)).toMatchObject({ x: 100, y: 50 });
    click(one, [300, 50]);
    drag(one, [102, 50], [140, 60]);
    expect(one.answer().annotations).toHaveLength(2);
    expect(one.answer().annotations[0]).toMatchObject({ x: 138, y: 60 });
  });
});

describe("keypoints tool", () => {
  it("asks for one point after another: seen, hidden, left out", () => {
    const one = every("keypoints");
    expect(one.offers()?.says).toMatchObject({ next: { id: "head" }, n: 1, of: 3 });
    click(one, [100, 100]);
    expect(one.offers()?.says).toMatchObject({ next: { id: "hand" } });
    press(one, "keypoints.hidden");
    click(one, [150, 100]);
    press(one, "keypoints.skip");
    expect(last(one)).toMatchObject({
      points: [
        [100, 100, 2],
        [150, 100, 1],
        [0, 0, 0],
      ],
    });
    valid(one);
    one.undo();
    expect(one.answer().annotations).toEqual([]);
  });

  it("takes back the last point, and ends early with Enter", () => {
    const one = every("keypoints");
    click(one, [100, 100]);
    click(one, [150, 100]);
    press(one, "undo", "finish");
    expect(last(one)).toMatchObject({ points: { 0: [100, 100, 2], 1: [0, 0, 0] } });
  });

  it("makes nothing of points that are all left out", () => {
    const one = every("keypoints");
    press(one, "keypoints.skip", "keypoints.skip", "keypoints.skip");
    expect(one.answer().annotations).toEqual([]);
    press(one, "cancel");
    expect(one.tool().draft()).toBeNull();
  });

  it("sets all of them at once in a frame that is dragged, as they stand on the board", () => {
    const skeleton = {
      points: [
        { id: "head", x: 0.5, y: 0.1 },
        { id: "left", x: 0.3, y: 0.9 },
        { id: "right", x: 0.7, y: 0.5 },
      ],
      edges: [],
    };
    const schema: PictureSchema = {
      modality: "picture",
      labels: [{ kind: "keypoints", name: "person", classes: [{ id: "one" }], skeleton }],
    };
    const one = createEditor(schema, PICTURE, null);
    one.setTool("keypoints");
    drag(one, [300, 200], [100, 100]);
    expect(last(one)).toMatchObject({
      name: "person",
      points: [
        [200, 100, 2],
        [100, 200, 2],
        [300, 150, 2],
      ],
    });
    // They are selected: each is mended by its handle, and all of them are one step.
    drag(one, [200, 100], [210, 90]);
    expect(last(one)).toMatchObject({ points: { 0: [210, 90, 2], 1: [100, 200, 2] } });
    one.undo();
    one.undo();
    expect(one.answer().annotations).toEqual([]);
  });

  it("takes a hand that only trembles, or comes back, for a click", () => {
    const one = every("keypoints");
    drag(one, [100, 100], [104, 103]);
    expect(one.offers()?.says).toMatchObject({ n: 2 });
    press(one, "cancel");
    const tool = one.tool();
    tool.down(one.hands, at(100, 100));
    tool.move(one.hands, at(300, 300), true);
    expect(tool.draft()).toMatchObject({ mark: { points: { 2: [100, 300, 2] } } });
    tool.move(one.hands, at(101, 100), true);
    tool.up(one.hands, at(101, 100));
    expect(one.offers()?.says).toMatchObject({ n: 2 });
    expect(one.answer().annotations).toEqual([]);
  });

  it("drags each of them afterwards", () => {
    const one = every("keypoints");
    for (const x of [100, 200, 300]) click(one, [x, 100]);
    drag(one, [200, 100], [210, 180]);
    expect(last(one)).toMatchObject({ points: { 1: [210, 180, 2] } });
  });
});

describe("cuboid tool", () => {
  it("drags the front, then a click says where the back lies", () => {
    const one = every("cuboid");
    drag(one, [100, 100], [200, 180]);
    expect(one.answer().annotations).toEqual([]);
    click(one, [240, 150]);
    expect(last(one)).toMatchObject({
      points: [
        [100, 100],
        [200, 100],
        [200, 180],
        [100, 180],
        [140, 70],
        [240, 70],
        [240, 150],
        [140, 150],
      ],
    });
    valid(one);
  });

  it("stands as most do where nobody says how deep, and Escape gives it up", () => {
    const one = every("cuboid");
    drag(one, [100, 100], [200, 180]);
    press(one, "finish");
    expect(last(one)).toMatchObject({ points: { 4: [125, 80] } });
    drag(one, [300, 100], [400, 180]);
    press(one, "cancel");
    expect(one.answer().annotations).toHaveLength(1);
  });
});

describe("relation tool", () => {
  const start = () =>
    answer(
      { ...box("b", 100, 100), name: "box", class: "one" },
      { kind: "point", id: "p", name: "point", class: "one", x: 300, y: 300 },
      { ...box("c", 400, 100), name: "box", class: "one" },
    );

  it("joins what is dragged to what it is let go on", () => {
    const one = every("relation", start());
    drag(one, [100, 110], [300, 300]);
    expect(last(one)).toMatchObject({ kind: "relation", from: "b", to: "p", class: "holds" });
    valid(one);
  });

  it("turns it round where only that way is asked for, and refuses what is not", () => {
    const one = every("relation", start());
    click(one, [300, 300]);
    click(one, [400, 110]);
    expect(last(one)).toMatchObject({ from: "c", to: "p" });
    drag(one, [100, 110], [400, 110]);
    expect(one.answer().annotations.filter(isRelation)).toHaveLength(1);
    expect(one.said.get()?.key).toBe("relation_not_allowed");
  });

  it("is made by keys, once, and goes with either end", () => {
    const one = every("relation", start());
    for (let n = 0; n < 2; n += 1) {
      one.select(["b"]);
      press(one, "finish");
      one.select(["p"]);
      press(one, "finish");
    }
    expect(one.answer().annotations.filter(isRelation)).toHaveLength(1);
    expect(one.links()).toHaveLength(1);
    one.hide(["p"], true);
    expect(one.links()).toHaveLength(0);
    one.remove(["p"]);
    expect(one.answer().annotations.filter(isRelation)).toHaveLength(0);
    one.undo();
    expect(one.answer().annotations.filter(isRelation)).toHaveLength(1);
  });
});

describe("mask tool", () => {
  let one: Editor;
  // It is fetched when it may be needed.
  const painting = async (start = answer()): Promise<Editor> => {
    one = every("mask", start);
    await vi.waitFor(() => expect(one.offers()).not.toBeNull());
    return one;
  };
  const areaOf = (id?: string) => {
    const masks = one.answer().annotations.filter((each): each is Mask => each.kind === "mask");
    const mask = masks.find((each) => each.id === id) ?? masks[0];
    return mask?.counts.filter((_, n) => n % 2 === 1).reduce((sum, run) => sum + run, 0) ?? 0;
  };

  it("paints one object stroke by stroke, each a step", async () => {
    await painting();
    drag(one, [100, 100], [200, 100]);
    const first = areaOf();
    expect(first).toBeGreaterThan(100 * 20);
    drag(one, [200, 100], [200, 200]);
    expect(one.answer().annotations).toHaveLength(1);
    expect(areaOf()).toBeGreaterThan(first);
    valid(one);
    one.undo();
    expect(areaOf()).toBe(first);
    // After taking back it goes on from there.
    drag(one, [100, 100], [100, 100]);
    expect(areaOf()).toBe(first);
  });

  it("erases, until nothing is left", async () => {
    await painting();
    drag(one, [100, 100], [200, 100]);
    press(one, "mask.erase");
    drag(one, [150, 60], [150, 140]);
    valid(one);
    for (let n = 0; n < 12; n += 1) press(one, "mask.more");
    drag(one, [90, 100], [210, 100]);
    expect(one.answer().annotations).toEqual([]);
  });

  it("begins another object after Enter, and with another class", async () => {
    await painting();
    drag(one, [100, 100], [110, 100]);
    press(one, "finish");
    drag(one, [300, 100], [310, 100]);
    expect(one.answer().annotations).toHaveLength(2);
    one.pick(
      one.choices.findIndex((each) => each.label.kind === "mask" && each.class.id === "two"),
    );
    drag(one, [500, 100], [510, 100]);
    expect(last(one)).toMatchObject({ class: "two" });
  });

  it("fills an outline", async () => {
    await painting();
    press(one, "mask.outline");
    for (const at of [
      [100, 100],
      [150, 100],
      [150, 140],
      [100, 140],
    ] as const)
      click(one, at);
    press(one, "finish");
    expect(last(one)).toMatchObject({ x: 100, y: 100, width: 50, height: 40, counts: [0, 2000] });
  });

  it("paints with a cursor that keys move", async () => {
    await painting();
    press(one, "cursor.toggle");
    expect(one.get().cursor?.at).toEqual([320, 240]);
    press(one, "cursor.hold", "move_far.right", "move.down", "cursor.hold");
    expect(one.get().cursor?.at).toEqual([370, 250]);
    const { x, width } = last(one) as Mask;
    expect([x, width]).toEqual([308, 74]);
    press(one, "cancel");
    expect(one.get().cursor).toBeNull();
  });
});

describe("a cursor that keys move", () => {
  it("draws with whatever tool is in hand", () => {
    const one = every("polygon");
    press(
      one,
      "cursor.toggle",
      "pan.hold",
      "move_far.right",
      "pan.hold",
      "move_far.down",
      "pan.hold",
    );
    press(one, "finish");
    expect(last(one)).toMatchObject({
      points: [
        [320, 240],
        [370, 240],
        [370, 290],
      ],
    });
    one.setTool("box");
    one.select([]);
    press(one, "cursor.hold", "move_far.left", "move_far.up", "size.up", "cursor.hold");
    expect(last(one)).toMatchObject({ x: 320, y: 239, width: 50, height: 51 });
  });
});

describe("attributes", () => {
  const asked: Attribute[] = [
    { name: "state", kind: "choice", required: true, options: [{ id: "whole" }, { id: "broken" }] },
    {
      name: "where",
      kind: "many",
      required: true,
      options: [{ id: "edge" }, { id: "middle" }],
      when: { attribute: "state", in: ["broken"] },
    },
    { name: "age", kind: "number", min: 0, max: 9, classes: ["RBC"] },
  ];
  const open = () =>
    createEditor(
      {
        modality: "picture",
        labels: [
          {
            kind: "box",
            name: "cells",
            classes: [{ id: "RBC" }, { id: "WBC" }],
            attributes: asked,
          },
        ],
      },
      PICTURE,
      answer(box("a", 0, 0), box("b", 90, 0)),
    );
  const valuesOf = (one: Editor, id: string) =>
    one.answer().annotations.find((each) => each.id === id && isMark(each)) as never;

  it("are answered for several at once; what is no longer asked goes", () => {
    const one = open();
    one.setAttribute(["a", "b"], "state", "broken");
    one.setAttribute(["a"], "where", ["edge"]);
    expect(valuesOf(one, "a")).toMatchObject({ attributes: { state: "broken", where: ["edge"] } });
    expect(missingOf(asked, valuesOf(one, "b"))).toBe(1);
    one.setAttribute(["a"], "state", "whole");
    expect(valuesOf(one, "a")).toMatchObject({ attributes: { state: "whole" } });
    expect((valuesOf(one, "a") as { attributes: object }).attributes).not.toHaveProperty("where");
  });

  it("of another class are left out when the class changes", () => {
    const one = open();
    one.setAttribute(["a"], "age", 4);
    one.relabel(["a"], 1);
    expect((valuesOf(one, "a") as { attributes: object }).attributes).toEqual({});
  });

  it("typed into one field are one step", () => {
    const one = open();
    one.setAttribute(["a"], "age", 1);
    one.setAttribute(["a"], "age", 12);
    one.undo();
    expect(one.get().canUndo).toBe(false);
  });

  it("that are empty are no answer", () => {
    expect(answered(asked, "RBC", { state: "broken", where: ["edge"] }, "where", [])).toEqual({
      state: "broken",
    });
  });
});

describe("groups", () => {
  it("are made of what is selected, selected by one of them, and dissolved", () => {
    const one = every(
      "select",
      answer(
        ...["a", "b", "c"].map((id, n) => ({ ...box(id, 90 * n, 0), name: "box", class: "one" })),
      ),
    );
    one.select(["a", "b"]);
    press(one, "group");
    one.select(["a"]);
    press(one, "select.group");
    expect(one.get().selected).toEqual(["a", "b"]);
    one.duplicate(["a"]);
    one.select(["a"]);
    press(one, "select.group");
    expect(one.get().selected).toHaveLength(2);
    press(one, "group", "select.group");
    expect(
      one.answer().annotations.every((mark) => !("group" in mark) || mark.group === null),
    ).toBe(true);
  });
});
