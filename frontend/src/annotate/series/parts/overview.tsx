import { useEffect, useRef } from "react";
import { pan, seen } from "../../clock/axis";
import { inOrder, isSegment, startOf } from "../../clock/doc";
import { reader, tintOf } from "../../clock/inks";
import type { SeriesEditor } from "../editor";
import { roomy, shownOf } from "../lanes";
import { paintTrace } from "../paint";

/** Marks below the line, in CSS pixels. */
const MARKS = 10;

/** All of the series, small: what is marked of it, and which stretch is in sight. A press goes there. It says
 * nothing that the list and the times do not say. */
export function Overview({ editor }: { editor: SeriesEditor }) {
  const box = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { axis, lanes, levels, series } = editor;
    const { read, fresh } = reader(box.current!);
    const tint = tintOf(editor);
    let asked = 0;
    let answer = editor.get().answer;
    const paint = () => {
      asked = 0;
      fresh();
      const canvas = sheet.current!;
      const { clientWidth: width, clientHeight: height } = box.current!;
      const dpr = Math.min(window.devicePixelRatio || 1, 2);
      canvas.width = Math.round(width * dpr);
      canvas.height = Math.round(height * dpr);
      const [channel] = shownOf(lanes.get());
      if (channel === undefined || canvas.width === 0) return;
      const c = canvas.getContext("2d")!;
      c.setTransform(dpr, 0, 0, dpr, 0, 0);
      const whole = { start: 0, end: series.length, columns: canvas.width };
      const trace = levels.trace(channel, whole);
      const range = levels.range(channel);
      const row = { channel, top: 2, height: height - MARKS - 4 };
      if (range !== null) paintTrace(c, trace, row, roomy(range), read("var(--text-3)"), dpr);
      const by = width / series.length;
      for (const one of inOrder(editor.get().answer)) {
        c.fillStyle = read(tint(one).colour);
        const wide = isSegment(one) ? (one.end - one.start) * by : 2;
        c.fillRect(startOf(one) * by, height - MARKS, Math.max(1, wide), MARKS - 2);
      }
    };
    const ask = () => {
      if (asked === 0) asked = requestAnimationFrame(paint);
    };
    const place = () => {
      const { start, end } = seen(axis.get());
      frame.current!.style.left = `${(100 * Math.max(0, start)) / series.length}%`;
      frame.current!.style.width = `${(100 * Math.min(series.length, end - start)) / series.length}%`;
    };
    place();
    const go = (event: PointerEvent) => {
      if (event.type === "pointerdown") box.current!.setPointerCapture(event.pointerId);
      else if (event.buttons === 0) return;
      const { left, width } = box.current!.getBoundingClientRect();
      const now = axis.get();
      const { start, end } = seen(now);
      const to = ((event.clientX - left) / width) * series.length;
      axis.set(pan(now, (to - (start + end) / 2) * now.scale));
    };
    const own = box.current!;
    own.addEventListener("pointerdown", go);
    own.addEventListener("pointermove", go);
    const size = new ResizeObserver(ask);
    size.observe(own);
    const theme = new MutationObserver(ask);
    theme.observe(document.documentElement, { attributes: true });
    const offs = [
      axis.subscribe(place),
      lanes.subscribe(ask),
      levels.version.subscribe(ask),
      editor.subscribe(() => {
        if (editor.get().answer !== answer) ask();
        answer = editor.get().answer;
      }),
    ];
    return () => {
      own.removeEventListener("pointerdown", go);
      own.removeEventListener("pointermove", go);
      size.disconnect();
      theme.disconnect();
      cancelAnimationFrame(asked);
      for (const off of offs) off();
    };
  }, [editor]);
  return (
    <div ref={box} className="se-overview" aria-hidden="true">
      <canvas ref={sheet} />
      <div ref={frame} className="se-window" />
    </div>
  );
}
