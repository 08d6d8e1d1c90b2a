/** Masks and what is painted of them, as bitmaps in a colour: painted once, then only laid down. */
import type { Rect } from "../core/doc";
import type { Raster } from "../core/raster";
import { runsOf } from "../core/shapes/mask";
import { type Frame, type Ink, type Look, paintPixels } from "./paint";

type Cut = Rect & { counts: readonly number[] };
type Colour = readonly [red: number, green: number, blue: number];

/** How dense a mask's edge and its inside are, of 255. */
const EDGE = 255;
const INSIDE = 120;
/** So many pixels are kept as bitmaps; those that were not used longest are made again. */
const KEPT = 24_000_000;
/** A line of more stretches than these is not drawn: the edge of the bitmap has to do. */
const MOST_SIDES = 20_000;

const colours = new Map<string, Colour>();

/** Red, green and blue of whatever CSS calls a colour. */
function coloured(css: string): Colour {
  let found = colours.get(css);
  if (found === undefined) {
    const c = canvasOf(1, 1).getContext("2d", { willReadFrequently: true })!;
    c.fillStyle = css;
    c.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = c.getImageData(0, 0, 1, 1).data;
    found = [red, green, blue];
    colours.set(css, found);
  }
  return found;
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** Bits as pixels: those with a neighbour that is not in are the edge. */
function tint(
  bits: Uint8Array,
  stride: number,
  rows: number,
  { x, y, width, height }: Rect,
  [red, green, blue]: Colour,
): ImageData {
  const image = new ImageData(width, height);
  const { data } = image;
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1) {
      const [px, py] = [x + column, y + row];
      const spot = py * stride + px;
      if (bits[spot] === 0) continue;
      const edge =
        px === 0 ||
        py === 0 ||
        px === stride - 1 ||
        py === rows - 1 ||
        bits[spot - 1] === 0 ||
        bits[spot + 1] === 0 ||
        bits[spot - stride] === 0 ||
        bits[spot + stride] === 0;
      const to = (row * width + column) * 4;
      data[to] = red;
      data[to + 1] = green;
      data[to + 2] = blue;
      data[to + 3] = edge ? EDGE : INSIDE;
    }
  return image;
}

/** The line around what is in, in the cut-out's own pixels: stretches of its sides, each as long as it
 * goes; null where there are too many to be drawn one by one. */
function contour(bits: Uint8Array, width: number, height: number): Path2D | null {
  const path = new Path2D();
  let count = 0;
  const at = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height ? bits[y * width + x] : 0;
  const trace = (
    lines: number,
    length: number,
    differs: (line: number, spot: number) => boolean,
    draw: (line: number, from: number, to: number) => void,
  ) => {
    for (let line = 0; line <= lines && count <= MOST_SIDES; line += 1) {
      let from = -1;
      for (let spot = 0; spot <= length; spot += 1) {
        const is = spot < length && differs(line, spot);
        if (is && from < 0) from = spot;
        if (is || from < 0) continue;
        draw(line, from, spot);
        from = -1;
        count += 1;
      }
    }
  };
  trace(
    height,
    width,
    (y, x) => at(x, y - 1) !== at(x, y),
    (y, from, to) => {
      path.moveTo(from, y);
      path.lineTo(to, y);
    },
  );
  trace(
    width,
    height,
    (x, y) => at(x - 1, y) !== at(x, y),
    (x, from, to) => {
      path.moveTo(x, from);
      path.lineTo(x, to);
    },
  );
  return count > MOST_SIDES ? null : path;
}

export type Painted = { canvas: HTMLCanvasElement; contour: Path2D | null };
type Kept = Painted & { colour: string };
const kept = new Map<readonly number[], Kept>();
let pixels = 0;

/** A mask's cut-out in a colour. */
export function bitmapOf(mask: Cut, colour: string): Painted {
  const before = kept.get(mask.counts);
  if (before !== undefined) {
    // Used last: it goes last.
    kept.delete(mask.counts);
    if (before.colour === colour) {
      kept.set(mask.counts, before);
      return before;
    }
    pixels -= before.canvas.width * before.canvas.height;
  }
  const { width, height } = mask;
  const bits = new Uint8Array(width * height);
  for (const [row, from, to] of runsOf(mask)) bits.fill(1, row * width + from, row * width + to);
  const canvas = canvasOf(width, height);
  const whole = { x: 0, y: 0, width, height };
  canvas.getContext("2d")!.putImageData(tint(bits, width, height, whole, coloured(colour)), 0, 0);
  const made = { canvas, colour, contour: contour(bits, width, height) };
  kept.set(mask.counts, made);
  pixels += width * height;
  for (const [counts, one] of kept) {
    if (pixels <= KEPT || counts === mask.counts) break;
    kept.delete(counts);
    pixels -= one.canvas.width * one.canvas.height;
  }
  return made;
}

const painted = new WeakMap<Raster, { canvas: HTMLCanvasElement; colour: string }>();

/** What is being painted, in a colour: only what has changed is made anew. */
export function rasterBitmap(raster: Raster, colour: string): HTMLCanvasElement {
  const { width, height } = raster.size;
  let known = painted.get(raster);
  if (known === undefined || known.colour !== colour) {
    known = { canvas: canvasOf(width, height), colour };
    painted.set(raster, known);
    raster.dirty = raster.box === null ? raster.dirty : { ...raster.box };
  }
  if (raster.dirty !== null) {
    // The edge of what lies around may be another now.
    const x = Math.max(0, raster.dirty.x - 1);
    const y = Math.max(0, raster.dirty.y - 1);
    const right = Math.min(width, raster.dirty.x + raster.dirty.width + 1);
    const below = Math.min(height, raster.dirty.y + raster.dirty.height + 1);
    const place = { x, y, width: right - x, height: below - y };
    if (place.width > 0 && place.height > 0)
      known.canvas
        .getContext("2d")!
        .putImageData(tint(raster.bits, width, height, place, coloured(colour)), x, y);
    raster.dirty = null;
  }
  return known.canvas;
}

/** A mask's bitmap with a line around it, as wide as that of other shapes. */
export function paintMask(
  c: CanvasRenderingContext2D,
  mask: Cut,
  at: Frame,
  ink: Ink,
  look: Look,
  [casing, width]: readonly [number, number],
): void {
  const { canvas, contour } = bitmapOf(mask, ink.colour);
  if (look !== "was") paintPixels(c, canvas, mask, at);
  if (contour === null) return;
  c.save();
  c.translate(mask.x * at.scale + at.x, mask.y * at.scale + at.y);
  c.scale(at.scale, at.scale);
  c.lineCap = "square";
  for (const [line, colour] of [
    [casing, "rgb(0 0 0 / 0.62)"],
    [width, ink.colour],
  ] as const) {
    c.lineWidth = line / at.scale;
    c.strokeStyle = colour;
    c.stroke(contour);
  }
  c.restore();
}
