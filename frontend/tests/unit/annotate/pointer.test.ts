import { describe, expect, it } from "vitest";
import { START } from "~/annotate/core/view";
import { listenToPointers, type PointerState } from "~/annotate/image/pointer";
import { answer, box, editor } from "./kit";

/** As much of an element as pointers need. */
class Board extends EventTarget {
  dataset: Record<string, string> = {};
  style = { cursor: "" };
  getBoundingClientRect = () => ({ left: 0, top: 0 });
  setPointerCapture = () => {};
  focus = () => {};
}

function board(start = answer()) {
  const one = editor(start);
  one.view.set({ ...START, width: 640, height: 480, fitted: false });
  const element = new Board();
  let state: PointerState | null = null;
  const stop = listenToPointers(element as unknown as HTMLElement, one, (next) => {
    state = next;
  });
  const tell =
    (pointerType: string) =>
    (kind: string, pointerId: number, clientX: number, clientY: number, more = {}) =>
      element.dispatchEvent(
        Object.assign(new Event(`pointer${kind}`), {
          pointerType,
          pointerId,
          clientX,
          clientY,
          button: 0,
          isPrimary: pointerId === 1,
          shiftKey: false,
          altKey: false,
          ...more,
        }),
      );
  return {
    one,
    finger: tell("touch"),
    mouse: tell("mouse"),
    pen: tell("pen"),
    stop,
    state: () => state,
  };
}

describe("fingers", () => {
  it("pinch without a stray box, and a third one lifts without a leap", () => {
    const { one, finger } = board();
    finger("down", 1, 100, 100);
    finger("move", 1, 120, 120);
    finger("down", 2, 300, 100);
    finger("move", 2, 400, 100);
    const near = one.view.get();
    expect(near.scale).toBeGreaterThan(1);
    finger("down", 3, 300, 400);
    finger("up", 1, 120, 120);
    // Two are left, and have not moved: neither has the picture.
    finger("move", 2, 400, 100);
    finger("move", 3, 300, 400);
    const now = one.view.get();
    for (const part of ["scale", "x", "y"] as const) expect(now[part]).toBeCloseTo(near[part]);
    finger("up", 2, 400, 100);
    finger("up", 3, 300, 400);
    expect(one.answer().annotations).toEqual([]);
    // All are up: one finger draws again.
    finger("down", 1, 50, 50);
    finger("move", 1, 150, 150);
    finger("up", 1, 150, 150);
    expect(one.answer().annotations).toHaveLength(1);
  });

  it("draw again after the browser never told that one was lifted", () => {
    const { one, finger } = board();
    finger("down", 1, 100, 100);
    finger("down", 2, 300, 100);
    // Neither goes up, as after a dialog of the system.
    finger("down", 1, 50, 50);
    finger("move", 1, 150, 150);
    finger("up", 1, 150, 150);
    expect(one.answer().annotations).toHaveLength(1);
  });

  it("give up the drag that is taken from them", () => {
    const { one, finger, state } = board(answer(box("a", 100, 100)));
    one.setTool("select");
    one.select(["a"]);
    finger("down", 1, 120, 110);
    finger("move", 1, 200, 200);
    finger("cancel", 1, 200, 200);
    expect(one.get().answer.annotations[0]).toMatchObject({ x: 100, y: 100 });
    expect(one.get().canUndo).toBe(false);
    expect(state()?.finger).toBeNull();
  });
});

describe("a pen", () => {
  it("is not disturbed by the palm beside it", () => {
    const { one, pen, finger } = board();
    pen("down", 9, 100, 100);
    pen("move", 9, 150, 150);
    finger("down", 1, 400, 300);
    finger("move", 1, 420, 320);
    pen("move", 9, 200, 180);
    finger("up", 1, 420, 320);
    pen("up", 9, 200, 180);
    expect(one.answer().annotations).toMatchObject([{ x: 100, y: 100, width: 100, height: 80 }]);
    expect(one.view.get().scale).toBe(1);
  });
});

it("a mouse does nothing once the board is let go of", () => {
  const { one, mouse, stop } = board();
  stop();
  mouse("down", 1, 10, 10);
  mouse("move", 1, 90, 90);
  mouse("up", 1, 90, 90);
  expect(one.answer().annotations).toEqual([]);
});
