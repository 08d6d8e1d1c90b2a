import type { Classed, MarkQuestion, Named, Point, Rect, Size } from "../ask";
import { distance, roomFor, toSegment } from "../geometry";
import { boundsOf, corner, differ, moved, passesEdge, stretched, widened } from "./points";
import { boundFields, type Shape, type Sight, tidy } from "./shape";

/** A point of the skeleton and whether it is seen: 0 not there (then x = y = 0), 1 hidden, 2 visible. */
export type Joint = readonly [x: number, y: number, v: Sight];
/** The points of a skeleton, in its order. */
export type Keypoints = Classed & { kind: "keypoints"; points: readonly Joint[] };
export type Skeleton = {
  /** `x` and `y`: where it stands on a board of 1 by 1, if anybody has said so. */
  points: readonly (Named & { id: string; x?: number | null; y?: number | null })[];
  /** Which points are joined, by their indexes. */
  edges: readonly (readonly [number, number])[];
};
export type KeypointsLabel = MarkQuestion & { kind: "keypoints"; skeleton: Skeleton };

export const ABSENT: Joint = [0, 0, 0];

const there = (points: readonly Joint[]): Point[] =>
  points.filter(([, , v]) => v > 0).map(([x, y]) => [x, y]);

/** Every point that is there by the same rule, those that are not left alone. */
const changed = (one: Keypoints, to: (points: readonly Point[]) => readonly Point[]): Keypoints => {
  const before = there(one.points);
  const after = to(before);
  if (after === before) return one;
  let next = 0;
  const points = one.points.map((joint): Joint => {
    if (joint[2] === 0) return joint;
    const at = after[next]!;
    next += 1;
    return [at[0], at[1], joint[2]];
  });
  return { ...one, points };
};

const put = (one: Keypoints, index: number, [x, y]: Point): Keypoints => ({
  ...one,
  // What is given a place is there.
  points: one.points.map((joint, n) => (n === index ? [x, y, joint[2] || 2] : joint)),
});

const into = (one: Keypoints, to: Rect): Keypoints =>
  changed(one, (points) => stretched(points, boundsOf(points), to));

type Template = Skeleton["points"];
/** Where points stand on a board of 1 by 1: as the skeleton has them, else on a ring, from the top. */
const board = (points: Template): readonly Point[] => {
  const spots = points.flatMap(({ x, y }): Point[] => (x == null || y == null ? [] : [[x, y]]));
  if (spots.length === points.length && (differ(spots) || spots.length < 2)) return spots;
  return points.map((_, n): Point => {
    const turn = (2 * Math.PI * n) / points.length - Math.PI / 2;
    return [Math.cos(turn), Math.sin(turn)];
  });
};

/** Every point of a skeleton at once: its board stretched over a frame, to be mended afterwards. */
export function laidOut(points: Template, frame: Rect, size: Size): readonly Joint[] {
  const spots = board(points);
  const { x, y, width, height } = boundsOf(spots);
  const share = (at: number, from: number, extent: number) =>
    extent === 0 ? 0.5 : (at - from) / extent;
  return spots.map((spot): Joint => {
    const across = frame.x + frame.width * share(spot[0], x, width);
    const down = frame.y + frame.height * share(spot[1], y, height);
    return [...corner([across, down], size), 2];
  });
}

const edgesOf = (one: Keypoints, label?: KeypointsLabel): [Joint, Joint][] =>
  (label?.skeleton.edges ?? []).flatMap(([i, j]) => {
    const [a, b] = [one.points[i], one.points[j]];
    return a !== undefined && b !== undefined && a[2] > 0 && b[2] > 0 ? [[a, b]] : [];
  });

export const keypoints: Shape<Keypoints, KeypointsLabel> = {
  kind: "keypoints",
  bounds: ({ points }) => boundsOf(there(points)),
  area(one) {
    const { width, height } = keypoints.bounds(one);
    return width * height;
  },
  holds: () => false,
  // Between its points, whatever the skeleton joins: lines are many and points far between.
  toEdge({ points }, at) {
    const all = there(points);
    const spots = all.map((one) => distance(one, at));
    const lines = all.slice(1).map((b, n) => toSegment(at, all[n]!, b));
    return Math.min(Number.POSITIVE_INFINITY, ...spots, ...lines);
  },
  drawing: (one, label) => [
    ...edgesOf(one, label).map(([[ax, ay], [bx, by]]) => ({
      is: "line" as const,
      points: [
        [ax, ay],
        [bx, by],
      ] as const,
      bare: true,
    })),
    ...one.points
      .filter(([, , v]) => v > 0)
      .map(([x, y, v]) => ({ is: "spot" as const, at: [x, y] as const, hollow: v === 1 })),
  ],
  handles: ({ points }) =>
    points.flatMap(([x, y, v], index) =>
      v === 0 ? [] : [{ id: `v${index}`, at: [x, y] as const, cursor: "move", corner: index }],
    ),
  drag: (one, handle, to, size) => put(one, Number(handle.slice(1)), corner(to, size)),
  move: (one, dx, dy, size) => changed(one, (points) => moved(points, dx, dy, size)),
  resize(one, dx, dy, size) {
    const from = keypoints.bounds(one);
    const to = widened(from, dx, dy, size);
    return to.width === from.width && to.height === from.height ? one : into(one, to);
  },
  fields: (one) => boundFields(keypoints.bounds(one)),
  set: (one, key, value) => into(one, { ...keypoints.bounds(one), [key]: value }),
  corners: {
    points: ({ points }) => points.map(([x, y]) => [x, y]),
    put: (one, index, [x, y]) => put(one, index, [tidy(x), tidy(y)]),
    sight: (one, index) => one.points[index]?.[2] ?? 0,
    see: (one, index, sight) => ({
      ...one,
      points: one.points.map((joint, n): Joint => {
        if (n !== index) return joint;
        if (sight === 0) return ABSENT;
        if (joint[2] > 0) return [joint[0], joint[1], sight];
        // Come back, it lies in the middle of the others until somebody moves it.
        const { x, y, width, height } = keypoints.bounds(one);
        return [tidy(x + width / 2), tidy(y + height / 2), sight];
      }),
    }),
  },
  around(at, size, start, { skeleton }) {
    const half = Math.max(1, Math.min(size.width, size.height) / 8);
    const [x, y] = roomFor(at, half, size);
    const frame = { x: x - half, y: y - half, width: 2 * half, height: 2 * half };
    return { kind: "keypoints", ...start, points: laidOut(skeleton.points, frame, size) };
  },
  faults({ points }, size: Size, { skeleton }) {
    if (points.length !== skeleton.points.length) return ["wrong_points"];
    const all = there(points);
    if (all.length === 0) return ["no_points"];
    return passesEdge(boundsOf(all), size) ? ["past_edge"] : [];
  },
};
