import type { Mark } from "../../core/doc";
import { distance } from "../../core/geometry";
import { shapeOf } from "../../core/shapes";
import type { Hands, Pointed } from "../../core/tool";

/**
 * The marks under a pointer, the likeliest first: an outline that is touched wins over an inside,
 * and a small shape over the large one that it lies in.
 */
export function pick(hands: Hands, { at, slop, reach }: Pointed): Mark[] {
  const found: { mark: Mark; edge: number; area: number; level: number }[] = [];
  let level = 0;
  for (const mark of hands.marks()) {
    level += 1;
    const shape = shapeOf(mark);
    const { x, y, width, height } = shape.bounds(mark);
    // What has no extent is as large as it is painted.
    const near = width === 0 && height === 0 ? reach : slop;
    if (at[0] < x - near || at[1] < y - near) continue;
    if (at[0] > x + width + near || at[1] > y + height + near) continue;
    const edge = shape.toEdge(mark, at);
    if (edge <= near || shape.holds(mark, at))
      found.push({ mark, edge: edge <= near ? 0 : 1, area: shape.area(mark), level });
  }
  return found
    .sort((a, b) => a.edge - b.edge || a.area - b.area || b.level - a.level)
    .map((one) => one.mark);
}

/** The mark whose handles are shown: the only one that is selected. */
export function held(hands: Hands): Mark | null {
  const ids = hands.selected();
  if (ids.length !== 1) return null;
  return hands.marks().find((mark) => mark.id === ids[0]) ?? null;
}

/** The handle under a pointer. Corners win over the middles between them. */
export function handleAt(mark: Mark, { at, reach }: Pointed, scale: number) {
  const shape = shapeOf(mark);
  const { width, height } = shape.bounds(mark);
  // On a shape that is small on the screen, handles must leave something to take it by.
  const small = Math.max(Math.max(width, height) / 3, 5 / scale);
  const near = width === 0 && height === 0 ? reach : Math.min(reach, small);
  return shape
    .handles(mark)
    .map((handle) => ({ handle, far: distance(handle.at, at) + (handle.mid === true ? 0.01 : 0) }))
    .filter(({ far }) => far <= near)
    .sort((a, b) => a.far - b.far)[0]?.handle;
}
