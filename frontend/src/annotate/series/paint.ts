/** A channel's line, and what lies behind lines. No state. */
import { type Axis, seen, toPixel } from "../clock/axis";
import type { Read } from "../clock/inks";
import { digitsOf, type Row, type Scale } from "./lanes";
import type { Trace } from "./levels";

/** A channel's line. `dpr`: device pixels to one of CSS; the trace has a column for each. */
export function paintTrace(
  c: CanvasRenderingContext2D,
  trace: Trace,
  { top, height }: Row,
  [low, high]: Scale,
  colour: string,
  dpr: number,
): void {
  c.save();
  c.setTransform(1, 0, 0, 1, 0, 0);
  c.beginPath();
  const above = Math.round(top * dpr);
  const tall = Math.round(height * dpr);
  c.rect(0, above, c.canvas.width, tall);
  c.clip();
  const by = tall / (high - low);
  const level = (value: number) => above + (high - value) * by;
  c.fillStyle = c.strokeStyle = colour;
  if (trace.points !== null) {
    const { x, y } = trace.points;
    c.lineWidth = 1.25 * dpr;
    c.lineJoin = "round";
    c.beginPath();
    let pen = false;
    for (let n = 0; n < x.length; n += 1) {
      if (Number.isNaN(y[n]!)) pen = false;
      else if (pen) c.lineTo(x[n]!, level(y[n]!));
      else {
        c.moveTo(x[n]!, level(y[n]!));
        pen = true;
      }
    }
    c.stroke();
    const apart = x.length < 2 ? 100 : (x.at(-1)! - x[0]!) / (x.length - 1);
    if (apart > 8 * dpr)
      for (let n = 0; n < x.length; n += 1)
        if (!Number.isNaN(y[n]!))
          c.fillRect(x[n]! - 1.5 * dpr, level(y[n]!) - 1.5 * dpr, 3 * dpr, 3 * dpr);
  } else {
    const { least, greatest } = trace;
    const thick = Math.max(1, Math.round(1.25 * dpr));
    let [was, wasLow] = [Number.NaN, Number.NaN];
    for (let x = 0; x < least.length; x += 1) {
      let over = level(greatest[x]!);
      let under = level(least[x]!);
      if (Number.isNaN(over)) {
        was = Number.NaN;
        continue;
      }
      const [own, ownLow] = [over, under];
      // Lines go on from column to column.
      if (was > under) under = was;
      if (wasLow < over) over = wasLow;
      [was, wasLow] = [own, ownLow];
      const from = Math.max(Math.floor(over), above - thick);
      c.fillRect(x, from, 1, Math.max(thick, Math.min(under, above + tall + thick) - from));
    }
  }
  c.restore();
}

/** Lines between channels, where their zero is, and the edges of epochs. */
export function paintGrid(
  c: CanvasRenderingContext2D,
  axis: Axis,
  rows: readonly (Row & { scale: Scale | null })[],
  epoch: number | null,
  read: Read,
): void {
  c.fillStyle = read("var(--line)");
  for (const { top, height, scale } of rows) {
    c.fillRect(0, Math.round(top + height) - 1, axis.width, 1);
    if (scale === null || scale[0] >= 0 || scale[1] <= 0) continue;
    const zero = top + (height * scale[1]) / (scale[1] - scale[0]);
    c.fillRect(0, Math.round(zero), axis.width, 1);
  }
  const [first, last] = [rows[0], rows.at(-1)];
  if (epoch === null || epoch * axis.scale < 12 || first === undefined || last === undefined)
    return;
  const { start, end } = seen(axis);
  c.fillStyle = read("var(--line-strong)");
  for (let at = Math.max(0, Math.floor(start / epoch)) * epoch; at <= end; at += epoch)
    c.fillRect(Math.round(toPixel(axis, at)), first.top, 1, last.top + last.height - first.top);
}

/** How high the edges of a channel are, beside its line. */
export const scaleTexts = (scale: Scale): readonly [string, string] => {
  const digits = digitsOf(scale);
  return [scale[0].toFixed(digits), scale[1].toFixed(digits)];
};
