import { type RefObject, useEffect, useLayoutEffect, useState } from "react";

/** Rows that are made beyond those in sight, above and below. */
const SPARE = 8;

const coarse = () => typeof matchMedia === "function" && matchMedia("(pointer: coarse)").matches;

/** Which rows of a long list are in sight; `at` is kept there when it changes. */
export function useWindow(box: RefObject<HTMLDivElement | null>, count: number, at: number) {
  const [height] = useState(() => (coarse() ? 44 : 30));
  const [top, setTop] = useState(0);
  const [room, setRoom] = useState(600);
  const empty = count === 0;
  useEffect(() => {
    const element = box.current;
    if (element === null || empty) return;
    const watch = new ResizeObserver(() => setRoom(element.clientHeight));
    watch.observe(element);
    return () => watch.disconnect();
  }, [box, empty]);
  const bring = (index: number) => {
    const element = box.current;
    if (element === null || index < 0) return;
    const [low, high] = [index * height, (index + 1) * height];
    if (low < element.scrollTop) element.scrollTop = low;
    else if (high > element.scrollTop + element.clientHeight)
      element.scrollTop = high - element.clientHeight;
    // With this render, not with the event of scrolling: who goes there by keys finds the row made.
    setTop(element.scrollTop);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another row is selected
  useLayoutEffect(() => bring(at), [at]);
  const from = Math.max(0, Math.floor(top / height) - SPARE);
  const to = Math.min(count, Math.ceil((top + room) / height) + SPARE);
  return {
    from: Math.min(from, to),
    to,
    before: Math.min(from, to) * height,
    after: Math.max(0, count - to) * height,
    bring,
    onScroll: () => setTop(box.current?.scrollTop ?? 0),
  };
}
