import type { Rect, Size } from "../ask";
import { leash, union } from "../geometry";
import { box } from "./box";
import { cuboid } from "./cuboid";
import { keypoints } from "./keypoints";
import { mask } from "./mask";
import { point } from "./point";
import { polygon } from "./polygon";
import { polyline } from "./polyline";
import { rotatedBox } from "./rotated-box";
import type { Shape } from "./shape";

export type { Box } from "./box";
export type { Polygon } from "./polygon";
export type { Corners, Field, Handle, Shape, Sight, Start, Stroke } from "./shape";

// A kind of shape joins here, with its record; tools, canvas, list, checks and history need no change.
const SHAPES = {
  box,
  rotated_box: rotatedBox,
  polygon,
  polyline,
  point,
  keypoints,
  mask,
  cuboid,
};

type Shapes = typeof SHAPES;
export type ShapeKind = keyof Shapes;
type MarkOf<S> = S extends Shape<infer M, infer _> ? M : never;
type AskedOf<S> = S extends Shape<infer _, infer L> ? L : never;
/** An annotation that has a place on the picture. */
export type Mark = { [K in ShapeKind]: MarkOf<Shapes[K]> }[ShapeKind];
/** A question that is answered with marks of one kind. */
export type ShapeLabel = { [K in ShapeKind]: AskedOf<Shapes[K]> }[ShapeKind];

export const SHAPE_KINDS = Object.keys(SHAPES) as ShapeKind[];
export const isShape = (kind: string): kind is ShapeKind => kind in SHAPES;

/** What can be done with a shape of this kind. */
export const shapeOf = <M extends Mark>(mark: M): Shape<M, ShapeLabel> =>
  SHAPES[mark.kind] as unknown as Shape<M, ShapeLabel>;
export const shapeOfKind = (kind: ShapeKind): Shape<Mark, ShapeLabel> =>
  SHAPES[kind] as unknown as Shape<Mark, ShapeLabel>;

export const canTurn = (kind: ShapeKind): boolean => "turn" in SHAPES[kind];

export const boundsOf = (mark: Mark): Rect => shapeOf(mark).bounds(mark);

/** Moved together as far as the picture allows: how they lie to each other stays. */
export function moveAll(marks: readonly Mark[], dx: number, dy: number, size: Size): Mark[] {
  const all = marks.map(boundsOf).reduce(union);
  const [x, y] = leash(all, dx, dy, size);
  return marks.map((mark) => shapeOf(mark).move(mark, x, y, size));
}
