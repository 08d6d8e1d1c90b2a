import type { Mark, Size } from "../doc";
import { leash, union } from "../geometry";
import { box } from "./box";
import { polygon } from "./polygon";
import type { Shape } from "./shape";

export type { Handle, Shape } from "./shape";

// A kind of shape joins here, with its record; tools, canvas, list and history need no change.
const SHAPES: { [Kind in Mark["kind"]]: Shape<Extract<Mark, { kind: Kind }>> } = { box, polygon };

/** What can be done with a shape of this kind. */
export const shapeOf = <M extends Mark>(mark: M): Shape<M> =>
  SHAPES[mark.kind] as unknown as Shape<M>;
export const shapeOfKind = (kind: Mark["kind"]): Shape<Mark> =>
  SHAPES[kind] as unknown as Shape<Mark>;

/** Moved together as far as the picture allows: how they lie to each other stays. */
export function moveAll(marks: readonly Mark[], dx: number, dy: number, size: Size): Mark[] {
  const all = marks.map((mark) => shapeOf(mark).bounds(mark)).reduce(union);
  const [x, y] = leash(all, dx, dy, size);
  return marks.map((mark) => shapeOf(mark).move(mark, x, y, size));
}
