/** The lines of all channels in sight, under what is marked. They are painted where the window or the
 * channels change; while somebody marks, what was painted is laid down again. */
import { seen } from "../clock/axis";
import type { Rooms } from "../clock/editor";
import { bodyOf, type Scene } from "../clock/paint";
import type { Layer } from "../clock/timeline";
import type { SeriesEditor } from "./editor";
import { rowsIn, scaleOf } from "./lanes";
import { paintGrid, paintTrace } from "./paint";

export type Traces = Layer & {
  /** How often lines were painted: what a bench counts. */
  painted: () => number;
};

export function tracesOf(editor: SeriesEditor): Traces {
  const { lanes, levels, scroll, epochs } = editor;
  let kept: HTMLCanvasElement | null = null;
  let last = "";
  let lastLanes: unknown = null;
  let count = 0;

  function lines(scene: Scene, top: number, bottom: number, to: HTMLCanvasElement) {
    const { axis, read } = scene;
    const { width, height } = scene.c.canvas;
    to.width = width;
    to.height = height;
    const dpr = width / Math.max(1, axis.width);
    const c = to.getContext("2d")!;
    c.setTransform(dpr, 0, 0, dpr, 0, 0);
    c.beginPath();
    c.rect(0, top, axis.width, bottom - top);
    c.clip();
    const rows = rowsIn(lanes.get(), bottom - top)
      .map((row) => ({
        ...row,
        top: row.top + top - scroll.get(),
        scale: scaleOf(editor, row.channel),
      }))
      .filter((row) => row.top + row.height > top && row.top < bottom);
    paintGrid(c, axis, rows, epochs?.label.step ?? null, read);
    const { start, end } = seen(axis);
    const colour = read("var(--text-2)");
    for (const row of rows) {
      const trace = levels.trace(row.channel, { start, end, columns: width });
      if (row.scale !== null) paintTrace(c, trace, row, row.scale, colour, dpr);
    }
  }
  return {
    paint(scene, top, bottom) {
      const { c, axis, read } = scene;
      if (c.canvas.width === 0 || axis.scale === 0) return;
      const look = [axis.start, axis.scale, c.canvas.width, c.canvas.height, scroll.get()];
      const now = `${look} ${levels.version.get()} ${read("var(--text-2)")}`;
      kept ??= document.createElement("canvas");
      if (now !== last || lanes.get() !== lastLanes) {
        lines(scene, top, bottom, kept);
        count += 1;
      }
      last = now;
      lastLanes = lanes.get();
      c.save();
      c.setTransform(1, 0, 0, 1, 0, 0);
      c.drawImage(kept, 0, 0);
      c.restore();
    },
    subscribe(listener) {
      const offs = [lanes, levels.version, scroll].map((one) => one.subscribe(listener));
      return () => {
        for (const off of offs) off();
      };
    },
    painted: () => count,
  };
}

/** Where channels lie on a board of some height. */
export function roomsOf(editor: SeriesEditor, height: () => number): Rooms {
  const laid = () => {
    const { top, bottom } = bodyOf(height());
    const rows = rowsIn(editor.lanes.get(), bottom - top).map((row) => ({
      name: editor.channels[row.channel]!.name,
      top: Math.max(top, row.top + top - editor.scroll.get()),
      bottom: Math.min(bottom, row.top + row.height + top - editor.scroll.get()),
    }));
    return rows.filter((row) => row.bottom > row.top);
  };
  return {
    of: (channel) => laid().find(({ name }) => name === channel) ?? null,
    at: (y) => laid().find((row) => y >= row.top && y < row.bottom)?.name ?? null,
  };
}
