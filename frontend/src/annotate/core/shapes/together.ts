import type { Size } from "../ask";
import { leash, union } from "../geometry";
import { boundsOf, type Mark, shapeOf } from ".";

/** Moved together as far as the picture allows: how they lie to each other stays. */
export function moveAll(marks: readonly Mark[], dx: number, dy: number, size: Size): Mark[] {
  const all = marks.map(boundsOf).reduce(union);
  const [x, y] = leash(all, dx, dy, size);
  return marks.map((mark) => shapeOf(mark).move(mark, x, y, size));
}
