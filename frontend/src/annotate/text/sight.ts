import type { Cursor, Sight } from "./editor";
import { pointsTo, unitsTo } from "./points";

/** A place in the window's pixels. */
export type Spot = { x: number; top: number; bottom: number };
type Found = { part: string; point: number };

/** The passage of a part on the page. */
export const passageIn = (root: HTMLElement, part: string): HTMLElement | null =>
  root.querySelector<HTMLElement>(`[data-part="${CSS.escape(part)}"]`);

/** The stretch of text in which a code point stands, and its text node. */
function runAt(passage: HTMLElement, point: number): { node: Text; start: number } | null {
  const runs = passage.querySelectorAll<HTMLElement>("[data-at]");
  let low = 0;
  let high = runs.length - 1;
  if (high < 0) return null;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (Number(runs[middle]!.dataset.at) <= point) low = middle;
    else high = middle - 1;
  }
  const run = runs[low]!;
  const node = run.firstChild;
  return node instanceof Text ? { node, start: Number(run.dataset.at) } : null;
}

/** A range of the page's own over the code points of a passage; null where it is not drawn. */
export function rangeIn(passage: HTMLElement, start: number, end: number): Range | null {
  const from = runAt(passage, start);
  const to = runAt(passage, Math.max(start, end - 1));
  if (from === null || to === null) return null;
  const range = document.createRange();
  const units = ({ node, start: at }: typeof from, point: number) =>
    Math.min(node.length, unitsTo(node.data, Math.max(0, point - at)));
  range.setStart(from.node, units(from, start));
  range.setEnd(to.node, units(to, end));
  return range;
}

/** Where a cursor at a code point stands. */
export function spotAt(passage: HTMLElement, point: number): Spot | null {
  const run = runAt(passage, point);
  if (run === null) {
    const box = passage.getBoundingClientRect();
    return { x: box.left, top: box.top, bottom: box.top + 24 };
  }
  const at = Math.min(run.node.length, unitsTo(run.node.data, point - run.start));
  const range = document.createRange();
  range.setStart(run.node, at);
  range.setEnd(run.node, at);
  const own = range.getClientRects()[0];
  if (own !== undefined) return { x: own.left, top: own.top, bottom: own.bottom };
  const box = run.node.parentElement!.getBoundingClientRect();
  return { x: at === 0 ? box.left : box.right, top: box.top, bottom: box.bottom };
}

type Caret = { node: Node; offset: number };

function caretAt(x: number, y: number): Caret | null {
  const newer = document as { caretPositionFromPoint?: typeof document.caretPositionFromPoint };
  if (newer.caretPositionFromPoint !== undefined) {
    const found = document.caretPositionFromPoint(x, y);
    return found === null ? null : { node: found.offsetNode, offset: found.offset };
  }
  const range = document.caretRangeFromPoint(x, y);
  return range === null ? null : { node: range.startContainer, offset: range.startOffset };
}

/** The code point nearest to a place of the window, of the passage there or of the one given. */
export function pointAt(
  root: HTMLElement,
  x: number,
  y: number,
  within?: HTMLElement,
): Found | null {
  const under = within ?? passageUnder(root, x, y);
  if (under === null) return null;
  const part = under.dataset.part!;
  const box = under.getBoundingClientRect();
  // Beside the text is at the text's edge.
  const inX = Math.max(box.left + 1, Math.min(box.right - 1, x));
  const inY = Math.max(box.top + 1, Math.min(box.bottom - 1, y));
  const caret = caretAt(inX, inY);
  const run =
    caret === null
      ? null
      : (caret.node instanceof Element
          ? caret.node
          : caret.node.parentElement
        )?.closest<HTMLElement>("[data-at]");
  if (caret !== null && run !== null && run !== undefined && under.contains(run)) {
    const node = run.firstChild;
    const units =
      caret.node === node ? caret.offset : caret.node === run && caret.offset === 0 ? 0 : null;
    const text = node instanceof Text ? node.data : "";
    return {
      part,
      point: Number(run.dataset.at) + pointsTo(text, units ?? text.length),
    };
  }
  return nearest(under, inX, inY);
}

const passageUnder = (root: HTMLElement, x: number, y: number): HTMLElement | null => {
  const found = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-part]");
  return found !== null && found !== undefined && root.contains(found) ? found : null;
};

/** Between paragraphs and in empty ones: the paragraph that lies nearest. */
function nearest(passage: HTMLElement, x: number, y: number): Found | null {
  const part = passage.dataset.part!;
  let best: { far: number; point: number } | null = null;
  for (const line of passage.querySelectorAll<HTMLElement>("[data-line]")) {
    const box = line.getBoundingClientRect();
    const far = y < box.top ? box.top - y : y > box.bottom ? y - box.bottom : 0;
    const [start, end] = [Number(line.dataset.line), Number(line.dataset.end)];
    const point = y > box.bottom || (far === 0 && x > box.left + box.width / 2) ? end : start;
    if (best === null || far < best.far) best = { far, point };
  }
  return best === null ? null : { part, point: best.point };
}

/** Lines and scrolling, for the editor's acts. `root` scrolls, or the page around it does. */
export function sightOf(root: HTMLElement): Sight {
  // Up and down keep to the column from which they came.
  let goal: { x: number; part: string; point: number } | null = null;
  return {
    line({ part, head }: Cursor, way) {
      const passage = passageIn(root, part);
      const from = passage === null ? null : spotAt(passage, head);
      if (passage === null || from === null) return null;
      const x = goal !== null && goal.part === part && goal.point === head ? goal.x : from.x;
      const step = (from.bottom - from.top) / 2;
      const box = passage.getBoundingClientRect();
      // The next line is where the place changes, however high lines are.
      for (let y = (from.top + from.bottom) / 2 + way * step * 2; ; y += way * step) {
        if (y < box.top || y > box.bottom) return null;
        const found = pointAt(root, x, y, passage);
        const spot = found === null ? null : spotAt(passage, found.point);
        if (found === null || spot === null) return null;
        if (Math.abs(spot.top - from.top) > step) {
          goal = { x, part, point: found.point };
          return found.point;
        }
      }
    },
    show(part, point) {
      const passage = passageIn(root, part);
      if (passage === null) return;
      const spot = spotAt(passage, point);
      if (spot === null) return;
      const scroller = scrollerOf(root);
      const view =
        scroller === document.scrollingElement
          ? { top: 0, bottom: innerHeight }
          : scroller.getBoundingClientRect();
      const room = Math.min(96, (view.bottom - view.top) / 4);
      if (spot.top < view.top + room) scroller.scrollBy(0, spot.top - view.top - room);
      else if (spot.bottom > view.bottom - room)
        scroller.scrollBy(0, spot.bottom - view.bottom + room);
    },
  };
}

function scrollerOf(root: HTMLElement): Element {
  for (let at: Element | null = root; at !== null; at = at.parentElement)
    if (/auto|scroll/.test(getComputedStyle(at).overflowY) && at.scrollHeight > at.clientHeight)
      return at;
  return document.scrollingElement ?? document.documentElement;
}
