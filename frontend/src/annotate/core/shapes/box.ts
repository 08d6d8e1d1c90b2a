import type { Classed, Point, Rect, Size } from "../ask";
import { between, holds, inside, leash, roomFor, snap, toEdge } from "../geometry";
import { passesEdge } from "./points";
import { boundFields, type Handle, type Shape } from "./shape";

/** Pixels of the picture as shown; `x`, `y` is the upper left corner. */
export type Box = Classed & Rect & { kind: "box" };

const CURSORS: Record<string, string> = {
  nw: "nwse-resize",
  n: "ns-resize",
  ne: "nesw-resize",
  e: "ew-resize",
  se: "nwse-resize",
  s: "ns-resize",
  sw: "nesw-resize",
  w: "ew-resize",
};

// Edges lie between pixels, so what a person draws is rounded to whole ones.
const rounded = (rect: Rect): Rect => {
  const [x, y] = [snap(rect.x), snap(rect.y)];
  return {
    x,
    y,
    width: snap(rect.x + rect.width) - x,
    height: snap(rect.y + rect.height) - y,
  };
};

/** The box between two corners that a hand drew: whole pixels, inside the picture. */
export const drawn = (from: Point, to: Point, size: Size): Rect =>
  rounded(between(inside(from, size), inside(to, size)));

function handles(box: Rect): readonly Handle[] {
  const [left, top] = [box.x, box.y];
  const [right, below] = [left + box.width, top + box.height];
  const [midX, midY] = [left + box.width / 2, top + box.height / 2];
  const spots: [string, number, number][] = [
    ["nw", left, top],
    ["n", midX, top],
    ["ne", right, top],
    ["e", right, midY],
    ["se", right, below],
    ["s", midX, below],
    ["sw", left, below],
    ["w", left, midY],
  ];
  return spots.map(([id, x, y]) => ({
    id,
    at: [x, y],
    cursor: CURSORS[id] ?? "move",
    minor: id.length === 1,
  }));
}

function drag(box: Box, handle: string, to: Point, size: Size): Box {
  const [x, y] = inside(to, size);
  let [left, top] = [box.x, box.y];
  let [right, below] = [left + box.width, top + box.height];
  if (handle.includes("w")) left = snap(x);
  if (handle.includes("e")) right = snap(x);
  if (handle.includes("n")) top = snap(y);
  if (handle.includes("s")) below = snap(y);
  const rect = between([left, top], [right, below]);
  // Dragged past its other side it turns over, and never loses its last pixel.
  if (rect.width < 1) {
    rect.width = 1;
    rect.x = Math.min(rect.x, size.width - 1);
  }
  if (rect.height < 1) {
    rect.height = 1;
    rect.y = Math.min(rect.y, size.height - 1);
  }
  return { ...box, ...rect };
}

function move(box: Box, dx: number, dy: number, size: Size): Box {
  const [x, y] = leash(box, dx, dy, size);
  return x === 0 && y === 0 ? box : { ...box, x: exact(box.x + x), y: exact(box.y + y) };
}

function resize(box: Box, dx: number, dy: number, size: Size): Box {
  const width = exact(Math.max(1, Math.min(box.width + dx, size.width - box.x)));
  const height = exact(Math.max(1, Math.min(box.height + dy, size.height - box.y)));
  return width === box.width && height === box.height ? box : { ...box, width, height };
}

// 0.1 + 0.2 is not what anybody typed.
const exact = (value: number): number => Math.round(value * 1e6) / 1e6;

function faults(box: Box, size: Size): readonly string[] {
  const { width, height } = box;
  if (width <= 0 || height <= 0 || width * height <= 0) return ["zero_area"];
  return passesEdge(box, size) ? ["past_edge"] : [];
}

export const box: Shape<Box> = {
  kind: "box",
  bounds: ({ x, y, width, height }) => ({ x, y, width, height }),
  area: (one) => one.width * one.height,
  holds: (one, at) => holds(one, at),
  toEdge: (one, at) => toEdge(one, at),
  drawing: (one) => [{ is: "rect", rect: one }],
  handles,
  drag,
  move,
  resize,
  fields: boundFields,
  set: (one, key, value) => ({ ...one, [key]: value }),
  around(at, size, start) {
    const half = Math.max(1, Math.min(size.width, size.height) / 5) / 2;
    const [x, y] = roomFor(at, half, size);
    return { kind: "box", ...start, ...drawn([x - half, y - half], [x + half, y + half], size) };
  },
  faults,
};
