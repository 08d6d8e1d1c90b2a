import type { Classed, Id, MarkQuestion, Point, Rect, Size } from "../ask";

/** An annotation that has a place on the picture, of whatever kind. */
export type Placed = Classed & { kind: string };
/** The question that marks of a kind answer. */
export type LabelOf<M extends Placed> = MarkQuestion & { kind: M["kind"] };

/** A spot by which a shape is changed. */
export type Handle = {
  id: string;
  at: Point;
  cursor: string;
  /** Round and lighter: it makes a new corner where it is dragged, or moves more than itself. */
  mid?: boolean;
  /** Left out where the shape is small on the screen. */
  minor?: boolean;
  /** Which of the corners it moves. */
  corner?: number;
};

/** What is seen of a shape, in its own pixels: painted on canvases and written as SVG alike. */
export type Stroke =
  | { is: "rect"; rect: Rect }
  /** A closed line is filled (even-odd), unless it is only an edge among others. */
  | { is: "line"; points: readonly Point[]; closed?: boolean; bare?: boolean }
  /** Of one size on the screen, however near; a hollow one is hidden in the picture. */
  | { is: "spot"; at: Point; hollow?: boolean }
  /** A cut-out of pixels, in the run lengths of a mask. */
  | { is: "pixels"; of: Rect & { counts: readonly number[] } };

/** The numbers by which shapes are placed, with their letters: what they are called is `coord.<key>`. */
export const LETTERS = { x: "x", y: "y", width: "w", height: "h", angle: "°" };
export type Field = { key: keyof typeof LETTERS; value: number };

/** Whether a point is there and seen, in the words of COCO: absent, hidden, visible. */
export type Sight = 0 | 1 | 2;

/** A shape's points, one by one. */
export type Corners<M> = {
  points: (mark: M) => readonly Point[];
  /** With the n-th at a place that was typed; not kept inside: the fields say what is wrong. */
  put: (mark: M, index: number, to: Point) => M;
  /** With one more, half way from the n-th to the next; the same where there is none. */
  after?: (mark: M, index: number) => M;
  /** Without the n-th; the same where it cannot be spared. */
  without?: (mark: M, index: number) => M;
  sight?: (mark: M, index: number) => Sight;
  see?: (mark: M, index: number, sight: Sight) => M;
};

/** What a new shape is given: who it is and what it is. */
export type Start = { id: Id; name: string; class: string };

/** What every kind of shape can do: pure, in pixels of the picture. */
export type Shape<M extends Placed, L extends MarkQuestion & { kind: string } = LabelOf<M>> = {
  kind: M["kind"];
  bounds: (mark: M) => Rect;
  /** Square pixels. */
  area: (mark: M) => number;
  /** Is the point inside? */
  holds: (mark: M, at: Point) => boolean;
  /** How far the point is from what is drawn; infinite where only the inside counts. */
  toEdge: (mark: M, at: Point) => number;
  drawing: (mark: M, label?: L) => readonly Stroke[];
  handles: (mark: M) => readonly Handle[];
  /** With the handle at `to`, kept inside the picture. */
  drag: (mark: M, handle: string, to: Point, size: Size) => M;
  /** Moved as far as the picture allows. */
  move: (mark: M, dx: number, dy: number, size: Size) => M;
  /** With its right and lower edge moved as far as the picture allows. */
  resize: (mark: M, dx: number, dy: number, size: Size) => M;
  /** Turned clockwise by degrees, as far as the picture allows; not offered where it has no sense. */
  turn?: (mark: M, degrees: number, size: Size) => M;
  fields: (mark: M) => readonly Field[];
  /** With another number, as it was typed; not kept inside: the fields say what is wrong. */
  set: (mark: M, key: Field["key"], value: number) => M;
  corners?: Corners<M>;
  /** Of ordinary size around a point. */
  around: (at: Point, size: Size, start: Start, label: L) => M;
  /** Codes of what is wrong with it by itself, as the server tells them. */
  faults: (mark: M, size: Size, label: L) => readonly string[];
};

/** What is typed or stretched: no finer than the fields show it. */
export const tidy = (value: number): number => Math.round(value * 100) / 100;

/** The fields of a shape that is placed by its bounds. */
export const boundFields = ({ x, y, width, height }: Rect): readonly Field[] => [
  { key: "x", value: x },
  { key: "y", value: y },
  { key: "width", value: width },
  { key: "height", value: height },
];
