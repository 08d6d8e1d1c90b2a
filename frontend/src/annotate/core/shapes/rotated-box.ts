import type { Classed, Point, Rect, Size } from "../ask";
import { clamp, inside, leash, roomFor, snap, within } from "../geometry";
import { drawn } from "./box";
import { boundsOf, passesEdge, ROUNDING, toLine } from "./points";
import { boundFields, type Handle, type Shape, type Start, tidy } from "./shape";

/** A box that is turned: `x`, `y` is its centre, `angle` in degrees clockwise, 0 <= angle < 360. */
export type RotatedBox = Classed & Rect & { kind: "rotated_box"; angle: number };

// A turned corner lies where sine and cosine round it to: as fine as the server's own tolerance.
const exact = (value: number): number => Math.round(value * 1e6) / 1e6;
const degrees = (value: number): number => (((tidy(value) % 360) + 360) % 360) + 0;

/** A point of the box's own cross (from -1 to 1 on each way), in the picture. */
function spot({ x, y, width, height, angle }: RotatedBox, across: number, down: number): Point {
  const turn = (angle * Math.PI) / 180;
  const [dx, dy] = [(across * width) / 2, (down * height) / 2];
  return [
    exact(x + dx * Math.cos(turn) - dy * Math.sin(turn)),
    exact(y + dx * Math.sin(turn) + dy * Math.cos(turn)),
  ];
}

export const cornersOf = (one: RotatedBox): readonly Point[] => [
  spot(one, -1, -1),
  spot(one, 1, -1),
  spot(one, 1, 1),
  spot(one, -1, 1),
];

const WAYS: Record<string, readonly [number, number]> = {
  nw: [-1, -1],
  n: [0, -1],
  ne: [1, -1],
  e: [1, 0],
  se: [1, 1],
  s: [0, 1],
  sw: [-1, 1],
  w: [-1, 0],
};

/** Where it is taken to be turned: beyond the middle of its upper side. */
function knob(one: RotatedBox): Point {
  const away = 1 + Math.max(0.35, 24 / Math.max(1, one.height));
  return spot(one, 0, -away);
}

const handles = (one: RotatedBox): readonly Handle[] => [
  ...Object.entries(WAYS).map(([id, [across, down]]) => ({
    id,
    at: spot(one, across, down),
    cursor: "move",
    minor: id.length === 1,
  })),
  { id: "turn", at: knob(one), cursor: "grab", mid: true },
];

// A turned corner is a sum of products: its rounding counts on all four sides.
const past = (one: RotatedBox, size: Size): boolean => {
  const { x, y, width, height } = boundsOf(cornersOf(one));
  const [left, top] = [x + ROUNDING, y + ROUNDING];
  return passesEdge({ x: left, y: top, width: width - ROUNDING, height: height - ROUNDING }, size);
};

/** `next` where it lies inside the picture, pushed inside where that is possible, else as it was. */
function fitted(before: RotatedBox, next: RotatedBox, size: Size): RotatedBox {
  if (!past(next, size)) return next;
  const bounds = boundsOf(cornersOf(next));
  const x = next.x + clamp(0, -bounds.x, size.width - bounds.x - bounds.width);
  const y = next.y + clamp(0, -bounds.y, size.height - bounds.y - bounds.height);
  const pushed = { ...next, x: exact(x), y: exact(y) };
  return past(pushed, size) ? before : pushed;
}

function drag(one: RotatedBox, handle: string, to: Point, size: Size): RotatedBox {
  const way = WAYS[handle];
  if (way === undefined) {
    const angle = (Math.atan2(to[1] - one.y, to[0] - one.x) * 180) / Math.PI + 90;
    return fitted(one, { ...one, angle: degrees(snap(angle, 0.1)) }, size);
  }
  // The opposite side or corner stays where it is.
  const [across, down] = way;
  const still = spot(one, -across, -down);
  const [px, py] = inside(to, size);
  const turn = (one.angle * Math.PI) / 180;
  const [dx, dy] = [px - still[0], py - still[1]];
  const along = dx * Math.cos(turn) + dy * Math.sin(turn);
  const over = -dx * Math.sin(turn) + dy * Math.cos(turn);
  const width = across === 0 ? one.width : Math.max(1, snap(along * across));
  const height = down === 0 ? one.height : Math.max(1, snap(over * down));
  const from = spot({ ...one, x: 0, y: 0, width, height }, -across, -down);
  const next = {
    ...one,
    width,
    height,
    x: exact(still[0] - from[0]),
    y: exact(still[1] - from[1]),
  };
  return past(next, size) ? one : next;
}

export const rotatedBox: Shape<RotatedBox> = {
  kind: "rotated_box",
  bounds: (one) => boundsOf(cornersOf(one)),
  area: (one) => one.width * one.height,
  holds: (one, at) => within(cornersOf(one), at),
  toEdge: (one, at) => toLine(cornersOf(one), true, at),
  drawing: (one) => [
    { is: "line", points: cornersOf(one), closed: true },
    // Its upper side, so that half a turn is seen.
    { is: "line", points: [spot(one, 0, -1), spot(one, 0, -0.6)], bare: true },
  ],
  handles,
  drag,
  move(one, dx, dy, size) {
    const [x, y] = leash(rotatedBox.bounds(one), dx, dy, size);
    return x === 0 && y === 0 ? one : { ...one, x: exact(one.x + x), y: exact(one.y + y) };
  },
  resize(one, dx, dy, size) {
    const width = Math.max(1, exact(one.width + dx));
    const height = Math.max(1, exact(one.height + dy));
    return fitted(one, { ...one, width, height }, size);
  },
  turn: (one, by, size) => fitted(one, { ...one, angle: degrees(one.angle + by) }, size),
  fields: (one) => [...boundFields(one), { key: "angle", value: one.angle }],
  set: (one, key, value) => ({ ...one, [key]: key === "angle" ? degrees(value) : value }),
  around(at, size, start) {
    const half = Math.max(1, Math.min(size.width, size.height) / 5) / 2;
    const [x, y] = roomFor(at, half, size);
    return turned(start, drawn([x - half, y - half], [x + half, y + half], size));
  },
  faults(one, size) {
    if (one.width <= 0 || one.height <= 0 || one.width * one.height <= 0) return ["zero_area"];
    return past(one, size) ? ["past_edge"] : [];
  },
};

/** A box that is not turned yet, from an upright one. */
export const turned = (start: Start, { x, y, width, height }: Rect): RotatedBox => ({
  kind: "rotated_box",
  ...start,
  x: x + width / 2,
  y: y + height / 2,
  width,
  height,
  angle: 0,
});
