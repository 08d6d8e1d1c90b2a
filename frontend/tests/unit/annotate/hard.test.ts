import { describe, expect, it, vi } from "vitest";
import { createEditor, isMark, isShapeLabel, type Polygon } from "~/annotate";
import { choicesOf } from "~/annotate/core/choices";
import { createKeymap } from "~/annotate/core/keymap";
import { numberOf } from "~/annotate/core/numbers";
import { shapeOf } from "~/annotate/core/shapes";
import { fitTo, START, zoom } from "~/annotate/core/view";
import { addCorner, removeCorner, setCorner } from "~/annotate/image/corners";
import { press } from "./keys";
import { answer, at, box, click, drag, editor, KEYS, PICTURE, SCHEMA } from "./kit";

const corners = [
  [100, 100],
  [200, 100],
  [200, 200],
  [100, 200],
] as const;
const outline = (one: ReturnType<typeof editor>): Polygon | undefined =>
  one.answer().annotations.find((mark): mark is Polygon => mark.kind === "polygon");
const polygon = (id = "p"): Polygon => ({
  kind: "polygon",
  id,
  name: "outline",
  class: "nucleus",
  points: corners,
});

describe("moving the picture with Space", () => {
  const hold = (one: ReturnType<typeof editor>) =>
    one.handlers["pan.hold"] as { down: () => unknown; up: () => void };

  it("keeps the corners of an outline that is being drawn, in sight all the while", () => {
    const one = editor();
    one.setTool("polygon");
    click(one, corners[0]);
    click(one, corners[1]);
    hold(one).down();
    expect(one.get().tool).toBe("pan");
    expect(one.draft()).toMatchObject({ kind: "line", points: corners.slice(0, 2) });
    drag(one, [10, 10], [60, 10]);
    hold(one).up();
    expect(one.get().tool).toBe("polygon");
    click(one, corners[2]);
    one.tool().act?.(one.hands, "finish");
    expect(outline(one)?.points).toEqual(corners.slice(0, 3));
  });

  it("leaves the tool alone that was chosen meanwhile", () => {
    const one = editor();
    one.setTool("polygon");
    hold(one).down();
    one.setTool("box");
    hold(one).up();
    expect(one.get().tool).toBe("box");
  });
});

describe("acts in the middle of a drag", () => {
  const dragging = () => {
    const one = editor(answer(box("a", 100, 100), box("b", 300, 300)));
    one.setTool("select");
    one.select(["a"]);
    one.tool().down(one.hands, at(120, 110));
    one.tool().move(one.hands, at(160, 150), true);
    return one;
  };
  const goOn = (one: ReturnType<typeof editor>) => {
    one.tool().move(one.hands, at(200, 200), true);
    one.tool().up(one.hands, at(200, 200));
  };

  it("delete for good what is held", () => {
    const one = dragging();
    one.remove();
    goOn(one);
    expect(one.answer().annotations.map((mark) => mark.id)).toEqual(["b"]);
    one.undo();
    expect(one.answer().annotations[0]).toMatchObject({ id: "a", x: 100, y: 100 });
  });

  it("take back the drag and nothing before it", () => {
    const one = editor(answer(box("a", 100, 100)));
    one.setTool("select");
    one.select(["a"]);
    one.nudge(5, 0);
    one.tool().down(one.hands, at(120, 110));
    one.tool().move(one.hands, at(160, 150), true);
    one.undo();
    goOn(one);
    expect(one.answer().annotations[0]).toMatchObject({ x: 105, y: 100 });
  });

  it("give another class without losing it to the drag", () => {
    const one = dragging();
    one.pick(1);
    goOn(one);
    expect(one.answer().annotations[0]).toMatchObject({ class: "WBC" });
  });
});

describe("several at once", () => {
  it("keep their places to each other at the picture's edge", () => {
    const one = editor(answer(box("a", 5, 100), box("b", 100, 100)));
    one.select(["a", "b"]);
    for (let n = 0; n < 4; n += 1) one.nudge(-10, 0);
    expect(one.answer().annotations).toMatchObject([{ x: 0 }, { x: 95 }]);
    one.setTool("select");
    drag(one, [110, 110], [-300, 110]);
    expect(one.answer().annotations).toMatchObject([{ x: 0 }, { x: 95 }]);
  });

  it("are taken back together: deleted, ordered, given another class", () => {
    const one = editor(answer(box("a", 0, 0), box("b", 50, 0), box("c", 100, 0)));
    const before = one.answer();
    one.select(["a", "c"]);
    one.pick(1);
    one.reorder(["a", "c"], "front");
    one.remove();
    expect(one.answer().annotations.map((mark) => mark.id)).toEqual(["b"]);
    for (let n = 0; n < 3; n += 1) one.undo();
    expect(one.answer()).toEqual(before);
    expect(one.get()).toMatchObject({ canUndo: false, selected: ["a", "c"] });
    for (let n = 0; n < 3; n += 1) one.redo();
    expect(one.answer().annotations.map((mark) => mark.id)).toEqual(["b"]);
  });
});

describe("pictures of odd sizes", () => {
  const open = (width: number, height: number, schema = SCHEMA) =>
    createEditor(schema, { url: "/a.jpg", width, height });

  it("take a whole shape in the middle of the view, also where that lies beside them", () => {
    for (const [width, height] of [
      [1, 1],
      [3, 3],
      [20_000, 100],
      [100, 20_000],
    ] as const)
      for (const kind of ["box", "polygon"] as const) {
        const schema = { ...SCHEMA, labels: SCHEMA.labels.filter((label) => label.kind === kind) };
        const one = open(width, height, schema);
        // Panned so far that the middle of the window is outside.
        one.view.set({ ...START, width: 800, height: 600, scale: 1, x: 760, y: 560 });
        one.add();
        const mark = one.answer().annotations[0];
        expect(mark, `${width} × ${height} ${kind}`).toBeDefined();
        const label = one.schema.labels.find(isShapeLabel);
        if (mark !== undefined && isMark(mark) && label !== undefined)
          expect(shapeOf(mark).faults(mark, one.picture, label)).toEqual([]);
      }
  });

  it("come nearer when they are brought nearer", () => {
    const tiny = { width: 1, height: 1 };
    const view = fitTo({ ...START, width: 800, height: 600 }, tiny);
    expect(zoom(view, 1.25, [400, 300], tiny).scale).toBeGreaterThanOrEqual(view.scale);
    expect(zoom(view, 0.8, [400, 300], tiny).scale).toBeLessThan(view.scale);
  });
});

describe("corners by the keyboard", () => {
  const open = () => {
    const one = editor(answer(polygon()));
    one.select(["p"]);
    return one;
  };

  it("are moved, added and taken away one by one, each a step", () => {
    const one = open();
    expect(setCorner(one, "p", 2, [250, 260])).toBe(true);
    expect(outline(one)?.points[2]).toEqual([250, 260]);
    addCorner(one, "p", 0);
    expect(outline(one)?.points).toHaveLength(5);
    expect(outline(one)?.points[1]).toEqual([150, 100]);
    removeCorner(one, "p", 1);
    expect(outline(one)?.points).toHaveLength(4);
    for (let n = 0; n < 3; n += 1) one.undo();
    expect(outline(one)?.points).toEqual(corners);
    expect(one.get().canUndo).toBe(false);
  });

  it("take a held arrow key for one step", () => {
    const one = open();
    for (let n = 1; n <= 5; n += 1) setCorner(one, "p", 0, [100 + n, 100]);
    one.undo();
    expect(outline(one)?.points).toEqual(corners);
  });

  it("leave a triangle its three, and what is only read as it is", () => {
    const one = open();
    removeCorner(one, "p", 0);
    expect(removeCorner(one, "p", 0)).toBe(false);
    expect(outline(one)?.points).toHaveLength(3);
    one.setReadOnly(true);
    expect(setCorner(one, "p", 0, [1, 1])).toBe(false);
    expect(addCorner(one, "p", 0)).toBe(false);
  });
});

describe("numbers that people type", () => {
  it("are read as they are meant", () => {
    expect(["12", " 12.5 ", "１２", "1,024", "12,5", "-3", "1,024.5"].map(numberOf)).toEqual([
      12, 12.5, 12, 1024, 12.5, -3, 1024.5,
    ]);
    for (const text of ["", "가", "1e3", "0x10", "Infinity", "1.2.3"])
      expect(numberOf(text), text).toBeNaN();
  });

  it("leave no crumbs in an outline", () => {
    const one = editor(answer({ ...polygon(), points: [...corners.slice(0, 3), [133, 177]] }));
    one.select(["p"]);
    one.setField("p", "width", 33.33);
    one.setField("p", "height", 31);
    for (const [x, y] of outline(one)?.points ?? []) {
      expect(x).toBe(Math.round(x * 100) / 100);
      expect(y).toBe(Math.round(y * 100) / 100);
    }
  });

  it("are one step while an arrow key is held in a field", () => {
    const one = editor(answer(box("a", 100, 100)));
    for (let n = 1; n <= 5; n += 1) one.setField("a", "x", 100 + n);
    one.undo();
    expect(one.answer().annotations[0]).toMatchObject({ x: 100 });
  });
});

describe("keys", () => {
  it("of the number block move where its numbers are switched off", () => {
    const keymap = createKeymap(KEYS);
    const [move, pick] = [vi.fn(), vi.fn()];
    keymap.on({ "move.left": move, "label.4": pick });
    keymap.press(press("Numpad4", "ArrowLeft"));
    keymap.press(press("Numpad4", "4"));
    expect([move.mock.calls.length, pick.mock.calls.length]).toEqual([1, 1]);
    const remove = vi.fn();
    keymap.on({ delete: remove });
    keymap.press(press("NumpadDecimal", "Delete"));
    expect(remove).toHaveBeenCalledTimes(1);
  });

  it("of the editor never leave the page: Alt and an arrow goes back in history elsewhere", () => {
    const keymap = createKeymap(KEYS);
    keymap.on(editor().handlers);
    expect(keymap.press(press("ArrowLeft", "ArrowLeft", { altKey: true }))).toBe(true);
    expect(keymap.press(press("KeyD", "d", { ctrlKey: true }))).toBe(true);
  });

  it("that two acts have by now are told", () => {
    const kept = { getItem: () => '{"tool.box": ["KeyN"]}', setItem: () => {} };
    const keymap = createKeymap(KEYS, kept);
    keymap.on({ "tool.box": () => {}, submit: () => {}, "tool.select": () => {} });
    expect(keymap.clash("tool.box")).toBeUndefined();
    // On another page, where N hands in.
    const off = keymap.add([{ id: "submit", group: "page", keys: ["KeyN"], word: "Submit" }]);
    expect(keymap.clash("tool.box")?.id).toBe("submit");
    expect(keymap.clash("tool.select")).toBeUndefined();
    off();
    expect(keymap.clash("tool.box")).toBeUndefined();
  });
});

describe("classes that nobody tells apart by colour alone", () => {
  it("have a sign each, beyond the ninth too", () => {
    const classes = Array.from({ length: 30 }, (_, n) => ({ id: `c${n}` }));
    const choices = choicesOf({
      modality: "picture",
      labels: [{ kind: "box", name: "b", classes }],
    });
    const looks = choices.map((one) => `${one.colour} ${one.dash} ${one.sign}`);
    expect(new Set(looks).size).toBe(30);
    expect(new Set(choices.map((one) => one.sign)).size).toBe(30);
    expect(choices[0]?.sign).toBe("1");
    expect(choices[9]?.sign).toBe("10");
  });
});

it("draws an outline in the class that was chosen last", () => {
  const schema = {
    ...SCHEMA,
    labels: [{ kind: "polygon", name: "o", classes: [{ id: "one" }, { id: "two" }] }],
  };
  const one = createEditor(schema, PICTURE);
  one.setTool("polygon");
  for (const spot of corners.slice(0, 3)) click(one, spot);
  one.pick(1);
  expect(one.draft()).toMatchObject({ of: { class: "two" } });
});

it("takes a double tap of a finger for one corner", () => {
  const one = editor();
  one.setTool("polygon");
  for (const spot of corners.slice(0, 3)) click(one, spot, { touch: true, reach: 22 });
  click(one, [204, 203], { touch: true, reach: 22 });
  one.tool().double?.(one.hands, at(204, 203, { touch: true }));
  expect(outline(one)?.points).toHaveLength(3);
});
