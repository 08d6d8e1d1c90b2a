import { describe, expect, it, vi } from "vitest";
import { chosen } from "~/annotate/core/doc";
import { answer, at, box, click, drag, editor } from "./kit";

describe("box tool", () => {
  it("draws a box as one step, selects it, and tells who saves", () => {
    const one = editor();
    const saved = vi.fn();
    one.onChange(saved);
    drag(one, [10, 10], [110, 60]);
    expect(one.answer().annotations).toMatchObject([
      { kind: "box", name: "cells", class: "RBC", x: 10, y: 10, width: 100, height: 50 },
    ]);
    expect(one.get().selected).toHaveLength(1);
    expect(saved).toHaveBeenCalledTimes(1);
    one.undo();
    expect(one.answer().annotations).toEqual([]);
    one.redo();
    expect(one.answer().annotations).toHaveLength(1);
    expect(saved).toHaveBeenCalledTimes(3);
  });

  it("takes a slip of the hand for a click: it selects", () => {
    const one = editor(answer(box("a", 100, 100)));
    click(one, [120, 110]);
    expect(one.get().selected).toEqual(["a"]);
    drag(one, [300, 300], [301, 301]);
    expect(one.get().selected).toEqual([]);
    expect(one.answer().annotations).toHaveLength(1);
  });

  it("gives up a draft", () => {
    const one = editor();
    one.tool().down(one.hands, at(10, 10));
    one.tool().move(one.hands, at(90, 90), true);
    expect(one.tool().draft()).not.toBeNull();
    expect(one.tool().cancel(one.hands)).toBe(true);
    one.tool().up(one.hands, at(90, 90));
    expect(one.answer().annotations).toEqual([]);
  });

  it("leaves the class of what was just drawn when a key chooses the next", () => {
    const one = editor();
    drag(one, [10, 10], [110, 60]);
    one.pick(1);
    expect(one.answer().annotations[0]).toMatchObject({ class: "RBC" });
    drag(one, [200, 10], [310, 60]);
    expect(one.answer().annotations[1]).toMatchObject({ class: "WBC" });
    click(one, [20, 12]);
    one.pick(1);
    expect(one.answer().annotations[0]).toMatchObject({ class: "WBC" });
  });
});

describe("select tool", () => {
  const open = () => {
    const one = editor(answer(box("big", 100, 100, 200, 200), box("small", 150, 150)));
    one.setTool("select");
    return one;
  };

  it("takes the small one inside the large one, then the one below", () => {
    const one = open();
    click(one, [170, 165]);
    expect(one.get().selected).toEqual(["small"]);
    click(one, [170, 165]);
    expect(one.get().selected).toEqual(["big"]);
  });

  it("moves what is selected, a drag as one step, inside the picture", () => {
    const one = open();
    drag(one, [170, 165], [-500, 165]);
    expect(one.answer().annotations[1]).toMatchObject({ x: 0, y: 150 });
    one.undo();
    expect(one.answer().annotations[1]).toMatchObject({ x: 150 });
    expect(one.get().canUndo).toBe(false);
  });

  it("resizes by handles, and Escape takes the drag back", () => {
    const one = open();
    click(one, [170, 165]);
    drag(one, [190, 180], [210, 200]);
    expect(one.answer().annotations[1]).toMatchObject({ width: 60, height: 50 });
    one.tool().down(one.hands, at(210, 200));
    one.tool().move(one.hands, at(400, 400), true);
    one.tool().cancel(one.hands);
    expect(one.get().answer.annotations[1]).toMatchObject({ width: 60, height: 50 });
  });

  it("selects several with Shift and by an area", () => {
    const one = open();
    click(one, [105, 105]);
    click(one, [170, 165], { shift: true });
    expect(one.get().selected).toEqual(["big", "small"]);
    drag(one, [140, 340], [340, 90]);
    expect(one.get().selected).toEqual(["small"]);
  });

  it("lets a finger move the picture over shapes, and tap them", () => {
    const one = open();
    one.view.set({ ...one.view.get(), width: 640, height: 480 });
    drag(one, [170, 165], [190, 165], { touch: true });
    expect(one.answer().annotations[1]).toMatchObject({ x: 150 });
    expect(one.view.get().x).toBeGreaterThan(0);
    click(one, [170, 165], { touch: true });
    expect(one.get().selected).toEqual(["small"]);
  });

  it("reads without changing", () => {
    const one = editor(answer(box("a", 100, 100)), { readOnly: true });
    drag(one, [120, 110], [200, 200]);
    expect(one.get().selected).toEqual(["a"]);
    expect(one.remove()).toBe(false);
    expect(one.nudge(1, 0)).toBe(false);
    expect(one.setTool("box")).toBe(false);
    expect(one.answer().annotations[0]).toMatchObject({ x: 100 });
  });
});

describe("acts", () => {
  it("nudges, ten times with Shift, and counts a held key as one step", () => {
    const one = editor(answer(box("a", 100, 100)));
    one.select(["a"]);
    for (let n = 0; n < 5; n += 1) one.nudge(1, 0);
    expect(one.answer().annotations[0]).toMatchObject({ x: 105 });
    one.grow(10, 0);
    expect(one.answer().annotations[0]).toMatchObject({ width: 50 });
    one.undo();
    one.undo();
    expect(one.answer().annotations[0]).toMatchObject({ x: 100, width: 40 });
  });

  it("takes no step where nothing can move", () => {
    const one = editor(answer(box("a", 0, 0)));
    one.select(["a"]);
    one.nudge(-1, -1);
    expect(one.get().canUndo).toBe(false);
  });

  it("adds in the middle, duplicates, orders, hides, deletes", () => {
    const one = editor(answer(box("a", 100, 100)));
    one.add();
    const [, added] = one.answer().annotations;
    expect(added).toMatchObject({ x: 272, y: 192, width: 96, height: 96 });
    one.duplicate();
    expect(one.answer().annotations).toHaveLength(3);
    one.reorder(one.get().selected, "back");
    expect(one.answer().annotations.map((mark) => mark.id)[1]).toBe("a");
    one.reorder(["a"], "front");
    expect(one.answer().annotations.at(-1)?.id).toBe("a");
    one.reorder(["a"], "backward");
    expect(one.answer().annotations[1]?.id).toBe("a");
    one.hide(["a"], true);
    expect(one.marks().map((mark) => mark.id)).not.toContain("a");
    one.remove();
    expect(one.answer().annotations).toHaveLength(2);
    expect(one.said.get()?.key).toBe("removed");
  });

  it("chooses classes of the whole picture by their keys", () => {
    const one = editor();
    one.pick(3);
    expect(chosen(one.answer(), "stain")).toEqual(["good"]);
    one.pick(4);
    expect(chosen(one.answer(), "stain")).toEqual(["poor"]);
    one.pick(4);
    expect(chosen(one.answer(), "stain")).toEqual([]);
    one.pick(7);
    one.pick(5);
    expect(chosen(one.answer(), "marks")).toEqual(["blur", "tear"]);
  });

  it("goes from object to object", () => {
    const one = editor(answer(box("a", 0, 0), box("b", 50, 0), box("c", 100, 0)));
    const walk = (step: 1 | -1) => {
      one.selectNext(step);
      return one.get().selected[0];
    };
    expect([walk(1), walk(1), walk(1), walk(1), walk(-1)]).toEqual(["a", "b", "c", "a", "c"]);
  });

  it("keeps what it does not know", () => {
    const odd = { kind: "hologram", id: "m", name: "x", rays: [1, 2] };
    const one = editor({ modality: "picture", annotations: [odd as never, box("a", 0, 0)] });
    one.select(["a"]);
    one.nudge(5, 0);
    expect(one.answer().annotations[0]).toBe(odd);
    expect(one.marks()).toHaveLength(1);
  });
});
