import type { Mark } from "../doc";
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
