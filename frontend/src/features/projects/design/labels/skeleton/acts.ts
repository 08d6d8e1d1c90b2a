/** What can be done with a skeleton; each act gives another one. */
import { freshRow, type JointDraft, type SkeletonDraft } from "../model";

const NUDGE = 0.01;
const clamp = (share: number): number => Math.min(1, Math.max(0, share));

export const freshJoint = (x: number, y: number): JointDraft => ({
  ...freshRow(),
  x: clamp(x),
  y: clamp(y),
});

/** Another point, where `at` says, else at the first place of a grid that is free. */
export function withJoint(skeleton: SkeletonDraft, at?: { x: number; y: number }): SkeletonDraft {
  const free = (x: number, y: number) =>
    skeleton.points.every((one) => Math.hypot(one.x - x, one.y - y) > 0.08);
  let spot = at;
  for (let place = 0; spot === undefined; place += 1) {
    const [x, y] = [0.5 + ((place % 7) - 3) * 0.13, 0.1 + Math.floor(place / 7) * 0.13];
    if (free(x, y) || y > 1) spot = { x, y };
  }
  return { ...skeleton, points: [...skeleton.points, freshJoint(spot.x, spot.y)] };
}

export const movedJoint = (
  skeleton: SkeletonDraft,
  key: string,
  x: number,
  y: number,
): SkeletonDraft => ({
  ...skeleton,
  points: skeleton.points.map((one) =>
    one.key === key ? { ...one, x: clamp(x), y: clamp(y) } : one,
  ),
});

/** A step by an arrow key; null where the key is none. */
export function nudged(
  skeleton: SkeletonDraft,
  key: string,
  arrow: string,
  far: boolean,
): SkeletonDraft | null {
  const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[arrow];
  const one = skeleton.points.find((each) => each.key === key);
  if (by === undefined || one === undefined) return null;
  const step = NUDGE * (far ? 5 : 1);
  return movedJoint(skeleton, key, one.x + by[0]! * step, one.y + by[1]! * step);
}

const joins = ([a, b]: readonly [string, string], one: string, other: string): boolean =>
  (a === one && b === other) || (a === other && b === one);

/** Two points joined, or, where they were, no longer. */
export function joined(skeleton: SkeletonDraft, one: string, other: string): SkeletonDraft {
  if (one === other) return skeleton;
  const rest = skeleton.edges.filter((edge) => !joins(edge, one, other));
  const had = rest.length < skeleton.edges.length;
  return { ...skeleton, edges: had ? rest : [...rest, [one, other]] };
}

/** With other points: edges of those that are gone go with them. */
export function withJoints(skeleton: SkeletonDraft, points: JointDraft[]): SkeletonDraft {
  const there = new Set(points.map((one) => one.key));
  return { points, edges: skeleton.edges.filter(([a, b]) => there.has(a) && there.has(b)) };
}
