import type { Rect } from "../ask";
import { fetched } from "../fetched";
import type { Shape } from "./shape";

export type { Box } from "./box";
export type { Polygon } from "./polygon";
export type { Corners, Field, Handle, Shape, Sight, Start, Stroke } from "./shape";

// A kind of shape joins here, with its record; tools, canvas, list, checks and history need no change.
// Each is fetched where it is asked for.
const SHAPES = {
  box: () => import("./box").then((its) => its.box),
  rotated_box: () => import("./rotated-box").then((its) => its.rotatedBox),
  polygon: () => import("./polygon").then((its) => its.polygon),
  polyline: () => import("./polyline").then((its) => its.polyline),
  point: () => import("./point").then((its) => its.point),
  keypoints: () => import("./keypoints").then((its) => its.keypoints),
  mask: () => import("./mask").then((its) => its.mask),
  cuboid: () => import("./cuboid").then((its) => its.cuboid),
};

type All = typeof SHAPES & typeof import("../../document/joining").SHAPES;
type Shapes = { [K in keyof All]: Awaited<ReturnType<All[K]>> };
export type ShapeKind = keyof Shapes;
type MarkOf<S> = S extends Shape<infer M, infer _> ? M : never;
type AskedOf<S> = S extends Shape<infer _, infer L> ? L : never;
/** An annotation that has a place on the picture. */
export type Mark = { [K in ShapeKind]: MarkOf<Shapes[K]> }[ShapeKind];
/** A question that is answered with marks of one kind. */
export type ShapeLabel = Exclude<
  { [K in ShapeKind]: AskedOf<Shapes[K]> }[ShapeKind],
  { kind: "page_span" } // only boards ask for it: schemas for spans
>;

/** Those of pictures. */
export const SHAPE_KINDS = Object.keys(SHAPES) as ShapeKind[];
export const isShape = (kind: string): kind is ShapeKind => kind in SHAPES;
/** Shapes of another board, to be fetched like these. */
export const joinShapes = (more: object): void => void Object.assign(SHAPES, more);

const known = fetched(
  SHAPES as unknown as Record<ShapeKind, () => Promise<Shape<Mark, ShapeLabel>>>,
);

/** Fetches what can be done with shapes of these kinds, once; of other kinds, nothing. */
export const loadShapes = known.load;

/** Is it a kind of shape, and fetched? */
export const hasShape = (kind: string): kind is ShapeKind => known.has(kind);

/** What can be done with a shape of this kind, which has been fetched. */
export const shapeOf = <M extends Mark>(mark: M): Shape<M, ShapeLabel> =>
  known.get(mark.kind) as unknown as Shape<M, ShapeLabel>;
export const shapeOfKind = (kind: ShapeKind): Shape<Mark, ShapeLabel> => {
  const shape = known.get(kind);
  if (shape === undefined) throw new Error(`Load the shape "${kind}" first.`);
  return shape;
};

export const canTurn = (kind: ShapeKind): boolean => shapeOfKind(kind).turn !== undefined;

export const boundsOf = (mark: Mark): Rect => shapeOf(mark).bounds(mark);
