import { useEffect, useRef } from "react";
import { toPixel, toPlace } from "../../clock/axis";
import type { SeriesEditor } from "../editor";

/** A line where the pointer is, and a frame around the epoch in hand: moved without React. */
export function Lines({ editor }: { editor: SeriesEditor }) {
  const pointer = useRef<HTMLDivElement>(null);
  const epoch = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { axis, player, hover, epochs } = editor;
    const view = pointer.current!.parentElement!;
    const tell = () => {
      const place = hover.get();
      pointer.current!.hidden = place === null;
      if (place !== null)
        pointer.current!.style.transform = `translateX(${Math.round(toPixel(axis.get(), place))}px)`;
      if (epochs === null) return;
      const { start, end } = epochs.of(epochs.current());
      const from = Math.max(-4, toPixel(axis.get(), start));
      const to = Math.min(axis.get().width + 4, toPixel(axis.get(), end));
      epoch.current!.hidden = to < from;
      epoch.current!.style.transform = `translateX(${from}px)`;
      epoch.current!.style.width = `${Math.max(2, to - from)}px`;
    };
    tell();
    let x: number | null = null;
    // The window may move under a pointer that rests.
    const point = () => {
      const place = x === null ? null : toPlace(axis.get(), x);
      hover.set(place === null ? null : Math.min(Math.max(place, 0), editor.facts.length));
    };
    const move = (event: PointerEvent) => {
      x = event.clientX - view.getBoundingClientRect().left;
      point();
    };
    const leave = () => {
      x = null;
      point();
    };
    view.addEventListener("pointermove", move);
    view.addEventListener("pointerleave", leave);
    const offs = [
      ...[axis, player.time, hover].map((one) => one.subscribe(tell)),
      axis.subscribe(point),
    ];
    return () => {
      view.removeEventListener("pointermove", move);
      view.removeEventListener("pointerleave", leave);
      for (const off of offs) off();
    };
  }, [editor]);
  return (
    <>
      {editor.epochs !== null && <div ref={epoch} className="se-epoch" hidden />}
      <div ref={pointer} className="se-pointer" hidden />
    </>
  );
}
