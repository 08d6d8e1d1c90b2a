import type { Mark, Point, Rect, Size } from "../doc";

/** A spot by which a shape is changed; `mid` ones make a new corner where they are dragged. */
export type Handle = { id: string; at: Point; cursor: string; mid?: boolean };

/** What every kind of shape can do: pure, in pixels of the picture. */
export type Shape<M extends Mark> = {
  kind: M["kind"];
  bounds: (mark: M) => Rect;
  /** Square pixels. */
  area: (mark: M) => number;
  /** Is the point inside? */
  holds: (mark: M, at: Point) => boolean;
  /** How far the point is from the outline. */
  toEdge: (mark: M, at: Point) => number;
  handles: (mark: M) => readonly Handle[];
  /** With the handle at `to`, kept inside the picture. */
  drag: (mark: M, handle: string, to: Point, size: Size) => M;
  /** Moved as far as the picture allows. */
  move: (mark: M, dx: number, dy: number, size: Size) => M;
  /** With its right and lower edge moved as far as the picture allows. */
  resize: (mark: M, dx: number, dy: number, size: Size) => M;
  /** With other bounds, as they are typed; not kept inside: the fields say what is wrong. */
  stretch: (mark: M, bounds: Rect) => M;
  /** Of ordinary size around a point. */
  around: (at: Point, size: Size, base: { id: string; name: string; class: string }) => M;
  /** Codes of what is wrong with it by itself, as the server tells them. */
  faults: (mark: M, size: Size) => readonly string[];
};
