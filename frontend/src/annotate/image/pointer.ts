import type { Point } from "../core/doc";
import type { Pointed } from "../core/tool";
import { pan, toPicture, zoom } from "../core/view";
import type { Editor } from "./acts";
import { pick } from "./tools/pick";

const MOUSE = { slop: 5, reach: 12 };
const TOUCH = { slop: 12, reach: 22 };

export type PointerState = {
  /** Where a pressed finger is, in the window; null for none. */
  finger: Point | null;
  /** Where the mouse is, in the window. */
  mouse: Point | null;
  /** Was the last pointer a finger? Handles are larger for one. */
  touch: boolean;
  /** The mark under the mouse. */
  hover: string | null;
};

/** Brings pointers, fingers and the wheel to the tool in hand and to the view. */
export function listenToPointers(
  board: HTMLElement,
  editor: Editor,
  tell: (state: PointerState) => void,
): () => void {
  const down = new Map<number, Point>();
  let gesture: { middle: Point; span: number } | null = null;
  let pressed: number | null = null;
  let panning: Point | null = null;
  let state: PointerState = { finger: null, mouse: null, touch: false, hover: null };

  const set = (part: Partial<PointerState>) => {
    state = { ...state, ...part };
    tell(state);
  };
  const spot = (event: MouseEvent): Point => {
    const box = board.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const pointed = (event: PointerEvent | MouseEvent, at = spot(event)): Pointed => {
    const touch = "pointerType" in event ? event.pointerType === "touch" : state.touch;
    const { scale } = editor.view.get();
    const { slop, reach } = touch ? TOUCH : MOUSE;
    return {
      at: toPicture(editor.view.get(), at),
      slop: slop / scale,
      reach: reach / scale,
      touch,
      shift: event.shiftKey,
      alt: event.altKey,
    };
  };
  const span = () => {
    const [a, b] = [...down.values()];
    if (a === undefined || b === undefined) return null;
    return {
      middle: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as Point,
      span: Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1])),
    };
  };
  const moveView = (next: (view: ReturnType<typeof editor.view.get>) => typeof view) =>
    editor.view.set(next(editor.view.get()));

  const onDown = (event: PointerEvent) => {
    const at = spot(event);
    board.focus({ preventScroll: true });
    delete board.dataset.ring;
    if (event.pointerType === "touch") {
      if (event.isPrimary && down.size > 0) {
        // The first of all fingers: what a browser never told of the others, they are not there.
        down.clear();
        gesture = null;
        if (pressed !== null) editor.tool().cancel(editor.hands);
        pressed = null;
      }
      // A pen or a mouse is at work: the palm beside it is none of its business.
      if (down.size === 0 && pressed !== null) return;
      down.set(event.pointerId, at);
      if (down.size === 2) {
        const tool = editor.tool();
        if (tool.interrupt !== undefined) tool.interrupt(editor.hands);
        else tool.cancel(editor.hands);
        pressed = null;
        gesture = span();
        set({ finger: null, touch: true });
      } else if (gesture !== null) gesture = span();
      // After two fingers, the one that is left does nothing until all are up.
      if (gesture !== null || down.size > 1) return;
    } else if (down.size > 0) return;
    else if (event.button === 1) {
      event.preventDefault();
      panning = at;
    } else if (event.button !== 0) return;
    board.setPointerCapture(event.pointerId);
    pressed = event.pointerId;
    const touch = event.pointerType === "touch";
    if (panning === null) editor.tool().down(editor.hands, pointed(event));
    set({ touch, finger: touch ? at : null, hover: null });
  };
  const onMove = (event: PointerEvent) => {
    const at = spot(event);
    if (down.has(event.pointerId)) down.set(event.pointerId, at);
    if (gesture !== null) {
      const next = span();
      if (next === null) return;
      const { middle, span: before } = gesture;
      moveView((view) => {
        const zoomed = zoom(view, next.span / before, next.middle, editor.picture);
        const [dx, dy] = [next.middle[0] - middle[0], next.middle[1] - middle[1]];
        return pan(zoomed, dx, dy, editor.picture);
      });
      gesture = next;
      return;
    }
    if (panning !== null) {
      const [dx, dy] = [at[0] - panning[0], at[1] - panning[1]];
      panning = at;
      moveView((view) => pan(view, dx, dy, editor.picture));
      return;
    }
    const isPressed = pressed === event.pointerId;
    if (event.pointerType === "touch" && !isPressed) return;
    const here = pointed(event, at);
    const tool = editor.tool();
    tool.move(editor.hands, here, isPressed);
    if (event.pointerType === "touch") {
      set({ finger: at });
      return;
    }
    editor.pointer.set(here.at);
    board.style.cursor = tool.cursor(editor.hands, here);
    const over =
      !isPressed && editor.get().tool === "select" ? pick(editor.hands, here)[0] : undefined;
    set({ mouse: at, touch: false, hover: over?.id ?? null });
  };
  const onUp = (event: PointerEvent) => {
    down.delete(event.pointerId);
    if (gesture !== null) {
      // With those that are left, from where they are.
      gesture = down.size === 0 ? null : (span() ?? gesture);
      return;
    }
    if (panning !== null) {
      panning = null;
      pressed = null;
      return;
    }
    if (pressed !== event.pointerId) return;
    pressed = null;
    if (event.type === "pointercancel") editor.tool().cancel(editor.hands);
    else editor.tool().up(editor.hands, pointed(event));
    if (event.pointerType === "touch") {
      // A finger leaves no pointer behind.
      editor.pointer.set(null);
      set({ finger: null, mouse: null });
    } else {
      const here = pointed(event);
      board.style.cursor = editor.tool().cursor(editor.hands, here);
      set({ finger: null });
    }
  };
  const onLeave = (event: PointerEvent) => {
    if (pressed !== null || event.pointerType === "touch") return;
    editor.pointer.set(null);
    set({ mouse: null, hover: null });
  };
  const onDouble = (event: MouseEvent) => editor.tool().double?.(editor.hands, pointed(event));
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    // Lines and pages, where a browser counts in them, as pixels.
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    if (event.shiftKey || event.altKey) {
      moveView((view) => pan(view, -(dx || dy), event.altKey ? -dy : 0, editor.picture));
      return;
    }
    // A pinch on a touch pad comes as a wheel with Ctrl, in small steps.
    const rate = event.ctrlKey ? 0.01 : 0.0015;
    const factor = Math.exp(-Math.max(-300, Math.min(300, dy)) * rate);
    moveView((view) => zoom(view, factor, spot(event), editor.picture));
  };
  const onMenu = (event: MouseEvent) => state.touch && event.preventDefault();

  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Tab") board.dataset.ring = "";
  };
  const onBlur = () => {
    delete board.dataset.ring;
  };

  board.addEventListener("keyup", onKey);
  board.addEventListener("blur", onBlur);
  board.addEventListener("pointerdown", onDown);
  board.addEventListener("pointermove", onMove);
  board.addEventListener("pointerup", onUp);
  board.addEventListener("pointercancel", onUp);
  board.addEventListener("pointerleave", onLeave);
  board.addEventListener("dblclick", onDouble);
  board.addEventListener("wheel", onWheel, { passive: false });
  board.addEventListener("contextmenu", onMenu);
  return () => {
    board.removeEventListener("keyup", onKey);
    board.removeEventListener("blur", onBlur);
    board.removeEventListener("pointerdown", onDown);
    board.removeEventListener("pointermove", onMove);
    board.removeEventListener("pointerup", onUp);
    board.removeEventListener("pointercancel", onUp);
    board.removeEventListener("pointerleave", onLeave);
    board.removeEventListener("dblclick", onDouble);
    board.removeEventListener("wheel", onWheel);
    board.removeEventListener("contextmenu", onMenu);
  };
}
