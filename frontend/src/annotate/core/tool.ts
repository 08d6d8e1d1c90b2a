import type { PictureSource } from "../image/editor";
import type { Choice } from "./choices";
import type { Annotation, Answer, Id, Label, Mark, Point, Rect, Size } from "./doc";
import type { Raster } from "./raster";
import type { Start } from "./shapes";

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
  | { kind: "mark"; mark: Mark }
  /** Corners that are set, and the line to where the pointer is; `closes` ones end where they began. */
  | { kind: "line"; points: readonly Point[]; to: Point | null; closes: boolean; of: Start }
  /** Pixels that are being painted, in the place of the mark `of.id`. */
  | { kind: "raster"; raster: Raster; of: Start; brush: Brush | null }
  | { kind: "brush"; brush: Brush }
  /** From one object to another, or to where the pointer is. */
  | { kind: "link"; from: Point; to: Point; of: Pick<Start, "name" | "class"> }
  | { kind: "area"; rect: Rect };
/** A brush as large as it paints. */
export type Brush = { at: Point; radius: number; erases: boolean };

/** Pixels of the picture as shown, four bytes each. */
export type Pixels = Size & { data: Uint8ClampedArray };

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
  choiceFor: <K extends Label["kind"]>(
    kind: K,
  ) => (Choice & { label: Extract<Label, { kind: K }> }) | null;
  /** What an annotation was given. */
  choiceOf: (one: Annotation) => Choice | undefined;
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
  /** Says something to who listens: `said.<key>` of the sentences. */
  say: (key: string) => void;
  /** Screen pixels for one pixel of the picture. */
  scale: () => number;
  /** What is worked on, for a tool that reads its pixels. */
  picture: PictureSource;
  newId: () => Id;
};

/** What a tool offers beside the picture while it is in hand: its own acts, and what it waits for. */
export type Offers = {
  /** `offers.<key>` of the sentences; `next` is said in the reader's language. */
  says?: { key: string; next?: { id: string; ko?: string | null; en?: string | null } } & Record<
    string,
    unknown
  >;
  acts: readonly { act: string; pressed?: boolean; off?: boolean }[];
};

/**
 * One way of working by hand: pure of canvas and page, so that it is tested without either. A new
 * tool is a module with one of these.
 */
export type Tool = {
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
  /** Does an act of the keys in its own way (finish, delete, undo, its own); true when it did. */
  act?: (hands: Hands, act: string) => boolean;
  /** Another class was chosen for what comes next. */
  chosen?: (hands: Hands) => void;
  offers?: (hands: Hands) => Offers | null;
  draft: () => Draft | null;
  /** Where the eye should look while a finger covers it: the loupe's middle. */
  focus?: () => Point | null;
};
