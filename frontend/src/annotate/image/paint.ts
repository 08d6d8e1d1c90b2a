import { type Choice, type Finder, isRelationChoice, isShapeChoice } from "../core/choices";
import type { Mark, Rect, ShapeLabel } from "../core/doc";
import { type Stroke, shapeOf } from "../core/shapes";
import type { View } from "../core/view";
import type { paintLink } from "./arrows";
import type { paintCursor } from "./cursor";
import type { paintSign } from "./diffs";
import type { paintDraft } from "./drafts";
import type * as Masks from "./masks";

/** How a shape looks: at rest, under the pointer, selected, faded beside a difference, as it was. */
export type Look = "rest" | "hover" | "selected" | "faint" | "was";

/** More visible shapes than this are drawn thinner, without fill and tag. */
export const DENSE = 800;
/** What a tag, a handle or a line may stick out of a shape, in CSS pixels. */
export const STICKS_OUT = 30;

export type Ink = {
  colour: string;
  on: string;
  dash: readonly number[];
  key: string;
  name: string;
  /** What it answers, where it is known. */
  label?: ShapeLabel;
  /** Has a relation of it a way? */
  directed?: boolean;
};
type Inked = Pick<Mark, "name" | "class">;
export type Inks = (one: Inked) => Ink;
/** Only where the picture lies: all that a painter needs of a view. */
export type Frame = Pick<View, "scale" | "x" | "y">;

const DASHES: Record<1 | 2 | 3, readonly number[]> = { 1: [], 2: [7, 4], 3: [2, 4] };
const WAS = [5, 4];
const WIDTHS: Record<Look, readonly [casing: number, ink: number, fill: number]> = {
  rest: [4, 2, 0.05],
  hover: [4, 2, 0.14],
  selected: [5, 2.5, 0.14],
  faint: [4, 2, 0],
  was: [4, 2, 0],
};
const THIN = [2.5, 1.25, 0] as const;
const TAG = 18;
const FONT = '700 11px "Pretendard Variable", Pretendard, system-ui, sans-serif';

/** Colours and names of choices, with the variables of the look read once. */
export function inksOf(root: Element, choiceOf: Finder, nameOf: (choice: Choice) => string): Inks {
  const style = getComputedStyle(root);
  const read = (colour: string): string => {
    const name = /^var\((--[\w-]+)\)$/.exec(colour)?.[1];
    return name === undefined ? colour : style.getPropertyValue(name).trim();
  };
  const made = new Map<Choice | undefined, Ink>();
  return (mark) => {
    const choice = choiceOf(mark);
    let ink = made.get(choice);
    if (ink === undefined) {
      ink =
        choice === undefined
          ? { colour: "#9aa2ae", on: "#14181f", dash: [2, 4], key: "?", name: mark.class }
          : {
              colour: read(choice.colour),
              on: read(choice.on),
              dash: DASHES[choice.dash],
              key: choice.sign,
              name: nameOf(choice),
              label: isShapeChoice(choice) ? choice.label : undefined,
              directed: !isRelationChoice(choice) || choice.label.directed !== false,
            };
      made.set(choice, ink);
    }
    return ink;
  };
}

/** Lays a bitmap of the picture's own pixels where the picture lies. */
export function paintPixels(
  c: CanvasRenderingContext2D,
  bitmap: CanvasImageSource,
  { x, y, width, height }: Rect,
  at: Frame,
): void {
  c.imageSmoothingEnabled = at.scale < 1;
  c.drawImage(
    bitmap,
    x * at.scale + at.x,
    y * at.scale + at.y,
    width * at.scale,
    height * at.scale,
  );
}

const SPOT = 5;

/** A spot is a disc; a hollow one a ring. */
function paintSpot(
  c: CanvasRenderingContext2D,
  x: number,
  y: number,
  { ink, width, hollow }: { ink: Ink; width: number; hollow: boolean },
): void {
  const radius = width < 2 ? SPOT * 0.6 : SPOT;
  c.beginPath();
  c.arc(x, y, radius, 0, 2 * Math.PI);
  c.fillStyle = hollow ? "#fff" : ink.colour;
  c.fill();
  c.lineWidth = hollow ? 3.5 : 1.5;
  c.strokeStyle = hollow ? "rgb(0 0 0 / 0.62)" : "#14181f";
  c.stroke();
  if (!hollow) return;
  c.lineWidth = 2;
  c.strokeStyle = ink.colour;
  c.stroke();
}

type Trace = { fill: (() => void) | null; stroke: () => void };

/** Each shape by itself: one path of many shapes is several times slower. */
function tracer(c: CanvasRenderingContext2D, stroke: Stroke, at: Frame): Trace | null {
  if (stroke.is === "rect") {
    const { rect } = stroke;
    const [x, y] = [rect.x * at.scale + at.x, rect.y * at.scale + at.y];
    const [w, h] = [rect.width * at.scale, rect.height * at.scale];
    return { fill: () => c.fillRect(x, y, w, h), stroke: () => c.strokeRect(x, y, w, h) };
  }
  if (stroke.is !== "line") return null;
  const { points, closed = false, bare = false } = stroke;
  const trace = () => {
    c.beginPath();
    for (const [x, y] of points) c.lineTo(x * at.scale + at.x, y * at.scale + at.y);
    if (closed) c.closePath();
  };
  const fill = () => {
    trace();
    c.fill("evenodd");
  };
  return {
    fill: closed && !bare ? fill : null,
    stroke() {
      trace();
      c.stroke();
    },
  };
}

/** How is painted what only some tasks have: who brings it puts it here. */
export const painters: {
  masks?: Pick<typeof Masks, "paintMask" | "rasterBitmap">;
  draft?: typeof paintDraft;
  link?: typeof paintLink;
  cursor?: typeof paintCursor;
  sign?: typeof paintSign;
} = {};

/** Casing, colour and fill of one shape, in CSS pixels. */
export function paintMark(
  c: CanvasRenderingContext2D,
  mark: Mark,
  at: Frame,
  ink: Ink,
  look: Look,
  dense = false,
): void {
  const [casing, width, fill] = dense && look === "rest" ? THIN : WIDTHS[look];
  const strokes = shapeOf(mark).drawing(mark, ink.label);
  const traces = strokes.flatMap((stroke) => tracer(c, stroke, at) ?? []);
  const faded = look === "faint" || look === "was";
  const alpha = look === "was" ? 0.8 : faded ? 0.55 : 1;
  if (fill > 0) {
    c.globalAlpha = fill;
    c.fillStyle = ink.colour;
    for (const trace of traces) trace.fill?.();
  }
  c.globalAlpha = alpha;
  for (const stroke of strokes)
    if (stroke.is === "pixels")
      painters.masks?.paintMask(c, stroke.of, at, ink, look, [casing, width]);
  if (traces.length > 0) {
    const dash = look === "was" ? WAS : dense ? [] : ink.dash;
    // As it was: gaps through casing and colour, so that it is no outline of something there.
    if (look === "was") c.setLineDash(WAS);
    c.strokeStyle = "rgb(0 0 0 / 0.62)";
    c.lineWidth = casing;
    for (const trace of traces) trace.stroke();
    c.strokeStyle = ink.colour;
    c.lineWidth = width;
    if (dash.length > 0) c.setLineDash(dash as number[]);
    for (const trace of traces) trace.stroke();
    if (dash.length > 0) c.setLineDash([]);
  }
  for (const stroke of strokes)
    if (stroke.is === "spot") {
      const [x, y] = [stroke.at[0] * at.scale + at.x, stroke.at[1] * at.scale + at.y];
      paintSpot(c, x, y, { ink, width, hollow: stroke.hollow === true });
    }
  if (faded) c.globalAlpha = 1;
}

/** A frame around what belongs together. */
export function paintGroup(c: CanvasRenderingContext2D, rect: Rect, at: Frame): void {
  const away = 10;
  const [x, y] = [rect.x * at.scale + at.x - away, rect.y * at.scale + at.y - away];
  c.beginPath();
  c.roundRect(x, y, rect.width * at.scale + 2 * away, rect.height * at.scale + 2 * away, 8);
  c.setLineDash([2, 5]);
  c.lineCap = "round";
  for (const [line, colour] of [
    [4, "rgb(0 0 0 / 0.62)"],
    [2, "#fff"],
  ] as const) {
    c.lineWidth = line;
    c.strokeStyle = colour;
    c.stroke();
  }
  c.lineCap = "butt";
  c.setLineDash([]);
}

export type Sign = "plus" | "minus" | "move" | "label" | null;

/** No tag of these words is wider, in CSS pixels: to be known without measuring. */
export const roomForTag = (text: string): number => 12 * text.length + 30;

/** The tag at the upper left corner: the class's sign; with a name, or a sign of what changed. */
export function paintTag(
  c: CanvasRenderingContext2D,
  mark: Mark,
  at: Frame,
  ink: Ink,
  text: string,
  sign: Sign = null,
): void {
  if (text === "" && sign === null) return;
  const { x, y } = shapeOf(mark).bounds(mark);
  c.font = FONT;
  const wide = Math.ceil(c.measureText(text).width) + 10 + (sign === null ? 0 : 15);
  // Above the corner; inside the shape where that would lie above the picture.
  const within = y * at.scale < TAG + 3;
  const left = x * at.scale + at.x + (within ? 3 : -2);
  const top = y * at.scale + at.y + (within ? 3 : -3 - TAG);
  c.fillStyle = ink.colour;
  c.beginPath();
  c.roundRect(left, top, wide, TAG, 3);
  c.fill();
  if (sign !== null) painters.sign?.(c, sign, left + 10.5, top + TAG / 2, ink.on);
  c.fillStyle = ink.on;
  c.textBaseline = "middle";
  c.fillText(text, left + 5 + (sign === null ? 0 : 15), top + TAG / 2 + 0.5);
}

/** White squares to take a shape by; `large` for fingers. The n-th corner stands out where it is
 * `chosen` among the numbers. */
export function paintHandles(
  c: CanvasRenderingContext2D,
  mark: Mark,
  at: Frame,
  large: boolean,
  chosen: number | null = null,
): void {
  const side = large ? 16 : 8;
  const { width, height } = shapeOf(mark).bounds(mark);
  // Middles would cover a shape that is small on the screen.
  const tight = Math.max(width, height) * at.scale < side * 4;
  c.lineWidth = 1.5;
  c.strokeStyle = "#14181f";
  c.fillStyle = "#fff";
  for (const { at: spot, mid, minor, corner } of shapeOf(mark).handles(mark)) {
    const own = chosen !== null && corner === chosen;
    if (tight && minor === true) continue;
    const [x, y] = [spot[0] * at.scale + at.x, spot[1] * at.scale + at.y];
    const half = ((mid === true ? side * 0.7 : side) / 2) * (own ? 1.5 : 1);
    c.fillStyle = own ? "#14181f" : "#fff";
    c.strokeStyle = own ? "#fff" : "#14181f";
    c.beginPath();
    if (mid === true) c.arc(x, y, half, 0, 2 * Math.PI);
    else c.roundRect(x - half, y - half, 2 * half, 2 * half, large ? 3 : 1.5);
    c.fill();
    c.stroke();
  }
}

/** A ring around a shape whose own look says something else: the one that was asked for. */
export function paintRing(c: CanvasRenderingContext2D, mark: Mark, at: Frame): void {
  const { x, y, width, height } = shapeOf(mark).bounds(mark);
  const away = 4;
  c.beginPath();
  c.roundRect(
    x * at.scale + at.x - away,
    y * at.scale + at.y - away,
    width * at.scale + 2 * away,
    height * at.scale + 2 * away,
    4,
  );
  for (const [line, colour] of [
    [4, "rgb(0 0 0 / 0.62)"],
    [2, "#fff"],
  ] as const) {
    c.lineWidth = line;
    c.strokeStyle = colour;
    c.stroke();
  }
}
