import type { Classed, Point, Rect, Size } from "../ask";
import { area, roomFor, within } from "../geometry";
import { boundsOf, corner, moved, passesEdge, replaced, toLine } from "./points";
import { moveLine, resizeLine, setLine } from "./polygon";
import { boundFields, type Shape, type Start, tidy } from "./shape";

/**
 * Eight corners: the front face from its upper left clockwise, then the back face in the same order.
 */
export type Cuboid = Classed & { kind: "cuboid"; points: readonly Point[] };

const front = (points: readonly Point[]): readonly Point[] => points.slice(0, 4);
const back = (points: readonly Point[]): readonly Point[] => points.slice(4);
/** The four sides between both faces. */
const sides = (points: readonly Point[]): readonly Point[][] =>
  [0, 1, 2, 3].map((n) => {
    const next = (n + 1) % 4;
    return [points[n]!, points[next]!, points[next + 4]!, points[n + 4]!];
  });
const faces = (points: readonly Point[]) => [front(points), back(points), ...sides(points)];

const centre = (points: readonly Point[]): Point => [
  points.reduce((sum, [x]) => sum + x, 0) / points.length,
  points.reduce((sum, [, y]) => sum + y, 0) / points.length,
];

/** The cuboid whose front face is `rect`, and whose back face lies `depth` away from it. */
export function drawnCuboid(start: Start, rect: Rect, depth: Point, size: Size): Cuboid {
  const { x, y, width, height } = rect;
  const face: Point[] = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
  return { kind: "cuboid", ...start, points: [...face, ...moved(face, ...depth, size)] };
}

export const cuboid: Shape<Cuboid> = {
  kind: "cuboid",
  bounds: ({ points }) => boundsOf(points),
  area: ({ points }) => area(front(points)),
  holds: ({ points }, at) => points.length === 8 && faces(points).some((face) => within(face, at)),
  toEdge: ({ points }, at) =>
    points.length === 8
      ? Math.min(...faces(points).map((face) => toLine(face, true, at)))
      : Number.POSITIVE_INFINITY,
  drawing: ({ points }) => [
    { is: "line", points: back(points), closed: true, bare: true },
    ...front(points).map((at, n) => ({
      is: "line" as const,
      points: [at, points[n + 4] ?? at],
      bare: true,
    })),
    { is: "line", points: front(points), closed: true },
  ],
  handles: ({ points }) => [
    ...points.map((at, index) => ({ id: `v${index}`, at, cursor: "move", corner: index })),
    { id: "f", at: centre(front(points)), cursor: "move", mid: true, minor: true },
    { id: "b", at: centre(back(points)), cursor: "move", mid: true, minor: true },
  ],
  drag(one, handle, to, size) {
    if (handle.startsWith("v"))
      return { ...one, points: replaced(one.points, Number(handle.slice(1)), corner(to, size)) };
    // A whole face: the depth is another then.
    const face = handle === "f" ? front(one.points) : back(one.points);
    const [x, y] = centre(face);
    const next = moved(face, to[0] - x, to[1] - y, size);
    return {
      ...one,
      points: handle === "f" ? [...next, ...back(one.points)] : [...front(one.points), ...next],
    };
  },
  move: moveLine,
  resize: resizeLine,
  fields: ({ points }) => boundFields(boundsOf(points)),
  set: setLine,
  corners: {
    points: ({ points }) => points,
    put: (one, index, [x, y]) => ({
      ...one,
      points: replaced(one.points, index, [tidy(x), tidy(y)]),
    }),
  },
  around(at, size, start) {
    const half = Math.max(1, Math.min(size.width, size.height) / 10);
    const [x, y] = roomFor(at, half * 1.5, size);
    const rect = { x: x - half, y: y - half, width: 2 * half, height: 2 * half };
    const face = { ...rect, x: Math.round(rect.x), y: Math.round(rect.y) };
    const whole = { ...face, width: Math.round(face.width), height: Math.round(face.height) };
    return drawnCuboid(start, whole, [Math.round(half / 2), -Math.round(half / 2)], size);
  },
  faults({ points }, size) {
    if (points.length !== 8) return ["wrong_points"];
    const { width, height } = boundsOf(points);
    if (width <= 0 || height <= 0) return ["zero_area"];
    return passesEdge(boundsOf(points), size) ? ["past_edge"] : [];
  },
};
