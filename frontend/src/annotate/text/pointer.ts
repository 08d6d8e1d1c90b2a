import { rangeOf } from "./cursor";
import { find, isSpan, type Span } from "./doc";
import type { TextEditor } from "./editor";
import { passageOf, snapped, wordAt } from "./points";
import { passageIn, pointAt } from "./sight";

/** How far a pointer goes before it draws, in pixels. */
const SLOP = 4;
/** How far above the finger the place lies that it pulls at. */
const ABOVE = 22;

type Held =
  | {
      what: "marking";
      part: string;
      anchor: number;
      x: number;
      y: number;
      drawn: boolean;
      touch: boolean;
    }
  | { what: "handle"; part: string; fixed: number; dx: number; dy: number };

/** Lets a pointer mark and select in the passages of `root`. Returns how to stop. */
export function watchPointer(root: HTMLElement, editor: TextEditor): () => void {
  let held: Held | null = null;
  const textOf = (part: string) => passageOf(editor.parts.find((one) => one.id === part)!.text);
  // Who sets pins marks stretches too.
  const open = () => editor.get().pinning || (!editor.get().readOnly && editor.choices.length > 0);

  const idsAt = (target: EventTarget | null): string[] =>
    (target as Element | null)?.closest<HTMLElement>("[data-ids]")?.dataset.ids?.split(" ") ?? [];
  /** Spans at a place, the shortest first. */
  const spansAt = (target: EventTarget | null): Span[] =>
    idsAt(target)
      .map((id) => find(editor.get().answer, id))
      .filter((one) => one !== undefined)
      .filter(isSpan)
      .sort((a, b) => a.end - a.start - (b.end - b.start));
  const down = (event: PointerEvent) => {
    if (event.button !== 0 || !event.isPrimary) return;
    const target = event.target as HTMLElement;
    const passage = target.closest<HTMLElement>("[data-part]");
    const { cursor } = editor.get();
    const handle = target.dataset.handle;
    if (handle !== undefined && passage !== null && cursor !== null && open()) {
      const range = rangeOf(cursor);
      if (range === null) return;
      event.preventDefault();
      const box = target.getBoundingClientRect();
      held = {
        what: "handle",
        part: cursor.part,
        fixed: handle === "start" ? range[1] : range[0],
        dx: box.left + box.width / 2 - event.clientX,
        dy: event.pointerType === "touch" ? -ABOVE : 0,
      };
      root.setPointerCapture(event.pointerId);
      return;
    }
    if (passage === null) return;
    const found = pointAt(root, event.clientX, event.clientY);
    if (found === null) return;
    const { part, point } = found;
    if (editor.get().part !== part) editor.setPart(part);
    if (event.pointerType === "mouse") {
      event.preventDefault();
      passage.focus({ preventScroll: true });
    }
    const extend = event.shiftKey && cursor?.part === part;
    held = {
      what: "marking",
      part,
      anchor: extend ? cursor.anchor : point,
      x: event.clientX,
      y: event.clientY,
      drawn: false,
      touch: event.pointerType !== "mouse",
    };
    if (extend && open()) editor.setCursor({ part, anchor: cursor.anchor, head: point });
  };
  const move = (event: PointerEvent) => {
    if (held === null || !open()) return;
    const passage = passageIn(root, held.part);
    if (passage === null) return;
    if (held.what === "handle") {
      const found = pointAt(root, event.clientX + held.dx, event.clientY + held.dy, passage);
      if (found === null || found.point === held.fixed) return;
      const start = Math.min(found.point, held.fixed);
      const end = Math.max(found.point, held.fixed);
      const [id, more] = editor.get().selected;
      const cursor = { part: held.part, anchor: held.fixed, head: found.point };
      if (id === undefined) editor.setCursor(cursor);
      else if (more === undefined && editor.resize(id, start, end)) editor.patch({ cursor });
      return;
    }
    if (!held.drawn) {
      if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < SLOP * (held.touch ? 3 : 1))
        return;
      held.drawn = true;
      root.setPointerCapture(event.pointerId);
    }
    const found = pointAt(root, event.clientX, event.clientY, passage);
    if (found === null) return;
    // Not beyond the word under the pointer before it is let go: else it would jump in the hand.
    editor.setCursor({ part: held.part, anchor: held.anchor, head: found.point });
    scroll(event.clientY);
  };
  const scroll = (y: number) => {
    const box = root.getBoundingClientRect();
    if (y > box.bottom - 24) root.scrollBy(0, 16);
    else if (y < box.top + 24) root.scrollBy(0, -16);
  };
  const up = (event: PointerEvent) => {
    const was = held;
    held = null;
    if (was === null || was.what === "handle") return;
    if (was.drawn) {
      const { cursor, snap } = editor.get();
      const range = rangeOf(cursor);
      if (range === null || cursor === null) return;
      if (snap) {
        const [anchor, head] = snapped(textOf(was.part), ...range);
        editor.setCursor({ part: was.part, anchor, head });
      }
      editor.settle();
      return;
    }
    if (event.shiftKey && rangeOf(editor.get().cursor) !== null) return;
    click(event, was);
  };
  const click = (
    event: PointerEvent,
    { part, anchor, touch }: Extract<Held, { what: "marking" }>,
  ) => {
    const spans = spansAt(event.target);
    const { selected } = editor.get();
    if (spans.length > 0 && editor.get().pinning) {
      editor.place?.(spans[0]!.id);
      return;
    }
    if (spans.length > 0) {
      if (event.ctrlKey || event.metaKey) {
        const id = spans[0]!.id;
        const others = selected.filter((one) => one !== id);
        editor.select(selected.includes(id) ? others : [...others, id]);
        return;
      }
      // A press on what is selected goes on to what lies under it.
      const at = spans.findIndex((one) => one.id === selected[0]);
      editor.select([spans[(at + 1) % spans.length]!.id]);
      return;
    }
    if (editor.get().suggested?.press(idsAt(event.target))) return;
    if (!open()) {
      editor.select([]);
      return;
    }
    if (touch) {
      const [start, end] = wordAt(textOf(part), anchor);
      editor.setCursor({ part, anchor: start, head: end });
      editor.settle();
    } else editor.setCursor({ part, anchor, head: anchor });
  };
  const twice = (event: MouseEvent) => {
    if (!open()) return;
    const found = pointAt(root, event.clientX, event.clientY);
    if (found === null || spansAt(event.target).length > 0) return;
    const text = textOf(found.part);
    const [start, end] = wordAt(text, found.point);
    editor.setCursor({ part: found.part, anchor: start, head: end });
    editor.settle();
  };
  const cancel = () => {
    held = null;
  };
  root.addEventListener("pointerdown", down);
  root.addEventListener("pointermove", move);
  root.addEventListener("pointerup", up);
  root.addEventListener("pointercancel", cancel);
  root.addEventListener("dblclick", twice);
  return () => {
    root.removeEventListener("pointerdown", down);
    root.removeEventListener("pointermove", move);
    root.removeEventListener("pointerup", up);
    root.removeEventListener("pointercancel", cancel);
    root.removeEventListener("dblclick", twice);
  };
}
