import type { ShapeChoice } from "./choices";
import type { Answer, Id, Mark, Point, Rect, Size } from "./doc";

/** Where a pointer is, in the units of the item (pixels of a picture). */
export type Pointed = {
  at: Point;
  /** How near an outline counts as on it, and how near a handle, in the same units. */
  slop: number;
  reach: number;
  touch: boolean;
  shift: boolean;
  alt: boolean;
};

/** What a tool draws before it is a part of the answer. */
export type Draft =
  | { kind: "mark"; mark: Mark; open?: boolean; to?: Point | null }
  | { kind: "area"; rect: Rect };

/** What a tool may do: the editor, seen from a hand. */
export type Hands = {
  readonly size: Size;
  readOnly: () => boolean;
  /** The answer as it is shown now. */
  answer: () => Answer;
  selected: () => readonly Id[];
  /** Marks that are not hidden, the lowest first. */
  marks: () => readonly Mark[];
  /** What is drawn next; null where the schema has nothing of this kind. */
  choiceFor: (kind: Mark["kind"]) => ShapeChoice | null;
  /** Shows an answer while a movement lasts; it is no step yet. */
  show: (answer: Answer) => void;
  /** Makes what is shown one step of the history. */
  keep: (said?: string, selected?: readonly Id[]) => void;
  /** Shows the answer as it was before the movement. */
  drop: () => void;
  select: (ids: readonly Id[]) => void;
  /** Moves the view, in pixels of the screen. */
  pan: (dx: number, dy: number) => void;
  /** An inspector's pin goes here. */
  place: (at: Point, mark: Id | null) => void;
  /** The draft has changed. */
  redraw: () => void;
  /** Screen pixels for one pixel of the picture. */
  scale: () => number;
  newId: () => Id;
};

/**
 * One way of working by hand: pure of canvas and page, so that it is tested without either. A new
 * tool is a module with one of these.
 */
export type Tool = {
  id: string;
  /** It is offered where the schema has a label of this kind; always, where nothing is named. */
  needs?: Mark["kind"];
  /** May it be used where the answer cannot be changed? */
  reads?: boolean;
  /** The cursor over a place. */
  cursor: (hands: Hands, pointed: Pointed) => string;
  down: (hands: Hands, pointed: Pointed) => void;
  /** The pointer moved, pressed or not. */
  move: (hands: Hands, pointed: Pointed, pressed: boolean) => void;
  up: (hands: Hands, pointed: Pointed) => void;
  double?: (hands: Hands, pointed: Pointed) => void;
  /** Gives up what is being drawn or dragged; true when there was something. */
  cancel: (hands: Hands) => boolean;
  /** Is something of the answer in the hand? It is let go before anything else is done with it. */
  holds?: () => boolean;
  /** A second finger came down: what the first began is none. Without it, `cancel`. */
  interrupt?: (hands: Hands) => void;
  /** Does an act of the keys in its own way (finish, delete, undo); true when it did. */
  act?: (hands: Hands, act: string) => boolean;
  draft: () => Draft | null;
  /** Where the eye should look while a finger covers it: the loupe's middle. */
  focus?: () => Point | null;
};
