import { describe, expect, it } from "vitest";
import { createEditor, type PictureSchema, type Polygon } from "~/annotate";
import { click, drag, editor, PICTURE, SCHEMA } from "./kit";

const outline = (one: ReturnType<typeof editor>): Polygon | undefined =>
  one.answer().annotations.find((mark): mark is Polygon => mark.kind === "polygon");

function drawing() {
  const one = editor();
  one.setTool("polygon");
  return one;
}
const corners = [
  [100, 100],
  [200, 100],
  [200, 200],
  [100, 200],
] as const;

describe("polygon tool", () => {
  it("is offered only where the schema asks for outlines", () => {
    expect(drawing().tools).toEqual(["select", "box", "polygon", "pan"]);
    const boxes: PictureSchema = { ...SCHEMA, labels: SCHEMA.labels.slice(0, 1) };
    const plain = createEditor(boxes, PICTURE, null);
    expect(plain.tools).toEqual(["select", "box", "pan"]);
    expect(plain.setTool("polygon")).toBe(false);
  });

  it("draws corner by corner and closes on the first", () => {
    const one = drawing();
    for (const at of corners) click(one, at);
    expect(outline(one)).toBeUndefined();
    click(one, [103, 102]);
    expect(outline(one)).toMatchObject({ name: "outline", class: "nucleus", points: corners });
    expect(one.get().selected).toEqual([outline(one)?.id]);
  });

  it("closes by Enter and by a double click, with three corners at least", () => {
    const one = drawing();
    click(one, corners[0]);
    click(one, corners[1]);
    expect(one.tool().act?.(one.hands, "finish")).toBe(true);
    expect(outline(one)).toBeUndefined();
    click(one, corners[2]);
    click(one, corners[2]); // the second click of a double one makes no corner
    one.tool().double?.(one.hands, {
      at: corners[2],
      slop: 5,
      reach: 12,
      touch: false,
      shift: false,
      alt: false,
    });
    expect(outline(one)?.points).toHaveLength(3);
  });

  it("takes back corner by corner, then the whole", () => {
    const one = drawing();
    for (const at of corners) click(one, at);
    one.undo();
    one.tool().act?.(one.hands, "finish");
    expect(outline(one)?.points).toHaveLength(3);
    one.undo();
    expect(outline(one)).toBeUndefined();
    one.redo();
    expect(outline(one)?.points).toHaveLength(3);
  });

  it("edits corners by their handles, each drag one step", () => {
    const one = drawing();
    for (const at of corners) click(one, at);
    click(one, corners[0]);
    one.setTool("select");
    drag(one, [200, 200], [250, 260]);
    expect(outline(one)?.points[2]).toEqual([250, 260]);
    drag(one, [150, 100], [150, 60]);
    expect(outline(one)?.points).toHaveLength(5);
    expect(outline(one)?.points[1]).toEqual([150, 60]);
    click(one, [150, 60], { alt: true });
    expect(outline(one)?.points).toHaveLength(4);
    one.undo();
    one.undo();
    one.undo();
    expect(outline(one)?.points).toEqual(corners);
  });

  it("keeps its corners while two fingers move the picture, and drops them on Escape", () => {
    const one = drawing();
    click(one, corners[0]);
    click(one, corners[1]);
    one
      .tool()
      .down(one.hands, { at: [1, 1], slop: 5, reach: 12, touch: true, shift: false, alt: false });
    one.tool().interrupt?.(one.hands);
    expect(one.tool().draft()).toMatchObject({
      kind: "line",
      points: [corners[0], corners[1]],
    });
    expect(one.tool().cancel(one.hands)).toBe(true);
    expect(one.tool().draft()).toBeNull();
    expect(one.get().canUndo).toBe(false);
  });
});
