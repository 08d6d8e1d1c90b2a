import type { Classed } from "../ask";
import { distance } from "../geometry";
import { corner, moved, passesEdge } from "./points";
import type { Shape } from "./shape";

/** A spot without extent, in pixels. */
export type Spot = Classed & { kind: "point"; x: number; y: number };

export const point: Shape<Spot> = {
  kind: "point",
  bounds: ({ x, y }) => ({ x, y, width: 0, height: 0 }),
  area: () => 0,
  holds: () => false,
  toEdge: ({ x, y }, at) => distance([x, y], at),
  drawing: ({ x, y }) => [{ is: "spot", at: [x, y] }],
  handles: ({ x, y }) => [{ id: "v0", at: [x, y], cursor: "move" }],
  drag(one, _, to, size) {
    const [x, y] = corner(to, size);
    return { ...one, x, y };
  },
  move(one, dx, dy, size) {
    const before = [[one.x, one.y]] as const;
    const after = moved(before, dx, dy, size);
    return after === before ? one : { ...one, x: after[0]![0], y: after[0]![1] };
  },
  resize: (one) => one,
  fields: ({ x, y }) => [
    { key: "x", value: x },
    { key: "y", value: y },
  ],
  set: (one, key, value) => ({ ...one, [key]: value }),
  around(at, size, start) {
    const [x, y] = corner(at, size);
    return { kind: "point", ...start, x, y };
  },
  faults: (one, size) => (passesEdge(point.bounds(one), size) ? ["past_edge"] : []),
};
