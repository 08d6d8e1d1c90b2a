/** Mouse, pen, fingers and wheel on the clock: to make segments, pull at their edges, move and choose them,
 * scrub, pan and zoom. Whatever is done here keys and the list can do too. */
import type { Id } from "../core/doc";
import type { Edge } from "./acts";
import { pan, toPixel, toPlace, zoom } from "./axis";
import {
  type ClockMark,
  endOf,
  inOrder,
  isClockLabel,
  isClockMark,
  isSegment,
  rowsOf,
  startOf,
} from "./doc";
import type { ClockEditor } from "./editor";
import { boxOf, NAMES, roomOf, rowFor, TIMES } from "./paint";

const MOUSE = { slop: 4, reach: 6 };
const TOUCH = { slop: 10, reach: 20 };

type Spot = { x: number; y: number };
type Hit = { mark: ClockMark; edge: Edge | null };
type Pull =
  | { kind: "edge"; id: Id; edge: Edge }
  | { kind: "move"; mark: ClockMark; from: number }
  | { kind: "make"; from: number; channel: string | null }
  | { kind: "scrub" }
  | { kind: "pan"; x: number };

export function listen(root: HTMLElement, editor: ClockEditor): () => void {
  const { axis, player, get } = editor;
  const down = new Map<number, Spot>();
  let pull: Pull | null = null;
  let start: (Spot & { hit: Hit | null; moved: boolean; slop: number }) | null = null;
  let pinch: { middle: number; span: number } | null = null;

  const spot = (event: MouseEvent): Spot => {
    const box = root.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const placeAt = ({ x }: Spot) =>
    Math.min(Math.max(toPlace(axis.get(), x), 0), editor.facts.length);

  /** The channel under a spot, where what is made has its place on one. */
  const channelAt = ({ y }: Spot): string | null => {
    const label = editor.choices[get().choice]?.label;
    const own = label !== undefined && isClockLabel(label) && label.per === "channel";
    return own ? (editor.rooms?.at(y) ?? null) : null;
  };

  /** The uppermost mark at a spot; edges of what is selected first, they reach beyond it. */
  function hit({ x, y }: Spot, reach: number): Hit | null {
    const state = get();
    if (!state.shapes) return null;
    const now = axis.get();
    const all = inOrder(state.answer);
    const rows = rowsOf(all.filter(isSegment));
    const height = root.clientHeight;
    const found: Hit[] = [];
    for (const one of all) {
      const left = toPixel(now, startOf(one));
      const right = toPixel(now, endOf(one));
      if (x < left - reach || x > right + reach) continue;
      const room = roomOf(editor, one, height);
      if (room === null) continue;
      if (!isSegment(one)) {
        if (one.channel == null || (y >= room.top && y < room.bottom))
          found.push({ mark: one, edge: null });
        continue;
      }
      const box = boxOf(now, one, rowFor(editor, rows, one), room);
      if (y < box.top || y > box.top + box.height) continue;
      const near = Math.min(reach, Math.max(3, box.width / 4));
      const edge =
        Math.abs(x - right) <= near || (x > right && x <= right + reach)
          ? "end"
          : Math.abs(x - left) <= near || (x < left && x >= left - reach)
            ? "start"
            : null;
      found.push({ mark: one, edge });
    }
    const selected = found.find((one) => state.selected.includes(one.mark.id));
    const inside = found.filter((one) => one.edge === null);
    return (
      selected ??
      inside.findLast((one) => !isSegment(one.mark)) ??
      inside.at(-1) ??
      found.at(-1) ??
      null
    );
  }
  function suggestedAt(at: Spot): readonly Id[] {
    const place = placeAt(at);
    const wide = 6 / axis.get().scale;
    return (get().suggested?.marks ?? []).flatMap((one) => {
      if (!isClockMark(one)) return [];
      const room = roomOf(editor, one, root.clientHeight);
      const there =
        room !== null && (one.channel == null || (at.y >= room.top && at.y < room.bottom));
      return there && startOf(one) - wide <= place && place <= endOf(one) + wide ? [one.id] : [];
    });
  }
  const begin = (event: PointerEvent) => {
    const at = spot(event);
    root.focus({ preventScroll: true });
    if (event.pointerType === "touch") {
      if (event.isPrimary) down.clear();
      down.set(event.pointerId, at);
      if (down.size === 2) {
        give();
        pinch = spread();
        return;
      }
    }
    if (event.button > 1 || (down.size > 2 && event.pointerType === "touch")) return;
    root.setPointerCapture(event.pointerId);
    const sizes = event.pointerType === "touch" ? TOUCH : MOUSE;
    const found = hit(at, sizes.reach);
    start = { ...at, hit: found, moved: false, slop: sizes.slop };
    const { readOnly, selected } = get();
    const outside = at.y < NAMES || at.y > root.clientHeight - TIMES;
    if (event.button === 1 || event.altKey) pull = { kind: "pan", x: at.x };
    else if (outside) {
      pull = { kind: "scrub" };
      player.seek(placeAt(at));
    } else if (found !== null && !readOnly && found.edge !== null)
      pull = { kind: "edge", id: found.mark.id, edge: found.edge };
    else if (found !== null && !readOnly && selected.includes(found.mark.id))
      pull = { kind: "move", mark: found.mark, from: placeAt(at) };
    else if (event.pointerType === "touch") pull = { kind: "pan", x: at.x };
    else if (!readOnly) pull = { kind: "make", from: placeAt(at), channel: channelAt(at) };
    else pull = { kind: "pan", x: at.x };
  };
  const spread = () => {
    const [a, b] = [...down.values()];
    if (a === undefined || b === undefined) return null;
    return { middle: (a.x + b.x) / 2, span: Math.max(1, Math.abs(a.x - b.x)) };
  };
  const move = (event: PointerEvent) => {
    const at = spot(event);
    if (down.has(event.pointerId)) down.set(event.pointerId, at);
    if (pinch !== null) {
      const next = spread();
      if (next === null) return;
      axis.set(
        pan(zoom(axis.get(), next.span / pinch.span, pinch.middle), pinch.middle - next.middle),
      );
      pinch = next;
      return;
    }
    if (start === null || pull === null) {
      hover(at);
      return;
    }
    if (!start.moved && Math.hypot(at.x - start.x, at.y - start.y) < start.slop) return;
    start.moved = true;
    drag(pull, at, false);
  };
  function drag(now: Pull, at: Spot, keep: boolean) {
    const place = placeAt(at);
    if (now.kind === "edge") {
      editor.select([now.id]);
      editor.place(now.id, { [now.edge]: place }, keep);
    } else if (now.kind === "move") {
      const { mark } = now;
      const room = editor.facts.length - endOf(mark);
      const by = Math.min(Math.max(place - now.from, -startOf(mark)), room);
      editor.place(
        mark.id,
        isSegment(mark) ? { start: mark.start + by, end: mark.end + by } : { at: mark.at + by },
        false,
      );
    } else if (now.kind === "make") {
      const [a, b] = [Math.min(now.from, place), Math.max(now.from, place)];
      if (keep) editor.patch({ pulled: null });
      if (!keep) editor.patch({ pulled: { start: a, end: b, channel: now.channel } });
      else if (editor.add(a, b, now.channel) === null) editor.patch({ pulled: null });
    } else if (now.kind === "scrub") player.seek(place);
    else {
      axis.set(pan(axis.get(), now.x - at.x));
      now.x = at.x;
    }
  }
  const end = (event: PointerEvent) => {
    down.delete(event.pointerId);
    if (pinch !== null) {
      if (down.size === 0) pinch = null;
      return;
    }
    if (start === null) return;
    const at = spot(event);
    if (start.moved && pull !== null) {
      drag(pull, at, true);
      // One pull is one step, however soon the next one follows.
      if (pull.kind === "edge" || pull.kind === "move") editor.commit(get().answer);
    } else press(start, at);
    start = null;
    pull = null;
  };
  /** The moment under a spot, as pins say it. */
  function momentAt(at: Spot) {
    const place = placeAt(at);
    const last = editor.facts.length - 1;
    return {
      at: editor.facts.frames === true ? Math.min(Math.floor(place), last) : Math.round(place),
      annotation: null,
    };
  }
  /** Pressed and not pulled. */
  function press({ hit: found }: { hit: Hit | null }, at: Spot) {
    const { suggested, pinning } = get();
    if (suggested?.press(suggestedAt(at)) === true) return;
    if (at.y > NAMES) player.seek(placeAt(at));
    const channel = editor.rooms?.at(at.y);
    if (channel != null) editor.patch({ channel });
    const id = found?.mark.id;
    if (pinning) editor.setPin?.(id === undefined ? momentAt(at) : { annotation: id });
    editor.select(id === undefined ? [] : [id]);
  }
  /** What was begun is given up. */
  function give() {
    start = null;
    pull = null;
    editor.preview(editor.answer());
    editor.patch({ pulled: null });
  }
  const hover = (at: Spot) => {
    const outside = at.y < NAMES || at.y > root.clientHeight - TIMES;
    const found = outside ? null : hit(at, MOUSE.reach);
    root.style.cursor =
      found?.edge != null && !get().readOnly ? "ew-resize" : found !== null ? "pointer" : "";
  };
  const cancel = (event: PointerEvent) => {
    down.delete(event.pointerId);
    if (down.size === 0) pinch = null;
    if (start !== null) give();
  };
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey)
      axis.set(zoom(axis.get(), Math.exp(-event.deltaY / 300), spot(event).x));
    else axis.set(pan(axis.get(), event.deltaX + event.deltaY));
  };
  const twice = (event: MouseEvent) => {
    const found = hit(spot(event), MOUSE.reach);
    if (found !== null) editor.playMark(found.mark.id);
  };
  root.addEventListener("pointerdown", begin);
  root.addEventListener("pointermove", move);
  root.addEventListener("pointerup", end);
  root.addEventListener("pointercancel", cancel);
  root.addEventListener("dblclick", twice);
  root.addEventListener("wheel", wheel, { passive: false });
  return () => {
    root.removeEventListener("pointerdown", begin);
    root.removeEventListener("pointermove", move);
    root.removeEventListener("pointerup", end);
    root.removeEventListener("pointercancel", cancel);
    root.removeEventListener("dblclick", twice);
    root.removeEventListener("wheel", wheel);
  };
}
