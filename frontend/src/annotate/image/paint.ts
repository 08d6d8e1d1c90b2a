import type { Choice } from "../core/choices";
import type { Mark, Point } from "../core/doc";
import { shapeOf } from "../core/shapes";
import type { View } from "../core/view";

/** How a shape looks: at rest, under the pointer, selected, faded beside a difference, as it was. */
export type Look = "rest" | "hover" | "selected" | "faint" | "was";

/** More visible shapes than this are drawn thinner, without fill and tag. */
export const DENSE = 800;

type Ink = { colour: string; on: string; dash: readonly number[]; key: string; name: string };
export type Inks = (mark: Mark) => Ink;
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
export function inksOf(
  root: Element,
  choiceOf: (mark: Mark) => Choice | undefined,
  nameOf: (choice: Choice) => string,
): Inks {
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
            };
      made.set(choice, ink);
    }
    return ink;
  };
}

type Trace = { fill: () => void; stroke: () => void };

/** Each shape by itself: one path of many shapes is several times slower. */
function tracer(c: CanvasRenderingContext2D, mark: Mark, at: Frame): Trace {
  if (mark.kind === "box") {
    const [x, y] = [mark.x * at.scale + at.x, mark.y * at.scale + at.y];
    const [w, h] = [mark.width * at.scale, mark.height * at.scale];
    return { fill: () => c.fillRect(x, y, w, h), stroke: () => c.strokeRect(x, y, w, h) };
  }
  c.beginPath();
  for (const [x, y] of mark.points) c.lineTo(x * at.scale + at.x, y * at.scale + at.y);
  c.closePath();
  return { fill: () => c.fill(), stroke: () => c.stroke() };
}

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
  const trace = tracer(c, mark, at);
  const faded = look === "faint" || look === "was";
  if (faded) c.globalAlpha = look === "was" ? 0.8 : 0.55;
  if (fill > 0) {
    c.globalAlpha = fill;
    c.fillStyle = ink.colour;
    trace.fill();
    c.globalAlpha = 1;
  }
  const dash = look === "was" ? WAS : dense ? [] : ink.dash;
  // As it was: gaps through casing and colour, so that it is no outline of something there.
  if (look === "was") c.setLineDash(WAS);
  c.strokeStyle = "rgb(0 0 0 / 0.62)";
  c.lineWidth = casing;
  trace.stroke();
  c.strokeStyle = ink.colour;
  c.lineWidth = width;
  if (dash.length > 0) c.setLineDash(dash as number[]);
  trace.stroke();
  if (dash.length > 0) c.setLineDash([]);
  if (faded) c.globalAlpha = 1;
}

export type Sign = "plus" | "minus" | "move" | "label" | null;

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
  if (sign !== null) paintSign(c, sign, left + 10.5, top + TAG / 2, ink.on);
  c.fillStyle = ink.on;
  c.textBaseline = "middle";
  c.fillText(text, left + 5 + (sign === null ? 0 : 15), top + TAG / 2 + 0.5);
}

function paintSign(c: CanvasRenderingContext2D, sign: Sign, x: number, y: number, on: string) {
  c.strokeStyle = on;
  c.lineWidth = 1.5;
  c.beginPath();
  const line = (...points: Point[]) => {
    c.moveTo(x + points[0]![0], y + points[0]![1]);
    for (const [dx, dy] of points.slice(1)) c.lineTo(x + dx, y + dy);
  };
  if (sign === "label") {
    line([-4, -1.5], [0, -5], [4, -1.5], [4, 4], [-4, 4], [-4, -1.5]);
  } else {
    line([-4.5, 0], [4.5, 0]);
    if (sign !== "minus") line([0, -4.5], [0, 4.5]);
    if (sign === "move")
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const)
        line(
          [dx * 3 + dy * 1.8, dy * 3 + dx * 1.8],
          [dx * 5, dy * 5],
          [dx * 3 - dy * 1.8, dy * 3 - dx * 1.8],
        );
  }
  c.stroke();
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
  for (const { id, at: spot, mid } of shapeOf(mark).handles(mark)) {
    const own = chosen !== null && id === `v${chosen}`;
    if (tight && (mid === true || id.length === 1)) continue;
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

/** An outline that is not closed yet, with the line to where the pointer is. */
export function paintOpen(
  c: CanvasRenderingContext2D,
  points: readonly Point[],
  to: Point | null,
  at: Frame,
  ink: Ink,
  large: boolean,
): void {
  const all = to === null ? points : [...points, to];
  const place = ([x, y]: Point): Point => [x * at.scale + at.x, y * at.scale + at.y];
  c.beginPath();
  for (const point of all) c.lineTo(...place(point));
  c.lineJoin = "round";
  for (const [width, colour] of [
    [5, "rgb(0 0 0 / 0.62)"],
    [2.5, ink.colour],
  ] as const) {
    c.lineWidth = width;
    c.strokeStyle = colour;
    c.stroke();
  }
  c.lineJoin = "miter";
  const half = large ? 7 : 4;
  for (const [index, point] of points.entries()) {
    const [x, y] = place(point);
    c.beginPath();
    // The first corner is where the outline closes: it is larger once that is possible.
    const size = index === 0 && points.length >= 3 ? half * 1.5 : half;
    c.arc(x, y, size, 0, 2 * Math.PI);
    c.fillStyle = index === 0 ? ink.colour : "#fff";
    c.fill();
    c.lineWidth = 1.5;
    c.strokeStyle = "#14181f";
    c.stroke();
  }
}
