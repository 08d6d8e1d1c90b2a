/**
 * What a page needs of a modality, whichever it is. A kit is a chunk of its own: who works on texts
 * loads nothing of pictures, and the other way round.
 */
import i18next from "i18next";
import type { ComponentType, ReactNode } from "react";
import type { Choice } from "./core/choices";
import type { Difference } from "./core/diff";
import type { Annotation, Answer, Id, Relation, Schema } from "./core/doc";
import type { Handlers } from "./core/keymap";
import type { Fault } from "./core/validity";
import type { PictureSource } from "./image/editor";
import type { MediaSource } from "./media";
import type { Pin } from "./parts/pins";
import type { Captures } from "./prompt/captures";

export type Modality = Schema["modality"];

export type { Difference };

/** What is worked on: a picture at an address, a text itself, a prompt with what is made for it, or what
 * is shown from files. */
export type Source =
  | ({ modality: "picture" } & PictureSource)
  | { modality: "text"; name?: string; document: unknown }
  | { modality: "prompt"; name?: string; document: unknown; captures: Captures }
  | MediaSource;

/** What every editor can do; the components of its kit know the rest. */
export type Editing = {
  readonly schema: Schema;
  readonly handlers: Handlers;
  readonly choices: readonly Choice[];
  get(): Shown;
  subscribe(listener: () => void): () => void;
  onChange(listener: (answer: Answer) => void): () => void;
  answer(): Answer;
  faults(): readonly Fault[];
  /** What would be wrong with another answer to the same. */
  faultsOf(answer: Answer): readonly Fault[];
  /** Shows what is suggested beside the answer; null for nothing. */
  patch(part: { suggested: Suggested | null }): void;
  replace(answer: Answer): void;
  undo(): boolean;
  redo(): boolean;
};
/** What is suggested, beside the answer and no part of it. */
export type Suggested = {
  /** All of it that has a place. */
  marks: readonly Annotation[];
  /** Relations that come along once their ends do. */
  along: readonly Relation[];
  current: Id | null;
  /** One of these was pressed; false where none of it is a suggestion. */
  press: (ids: readonly Id[]) => boolean;
  /** What stands beside a question; nothing where nothing is suggested for it. */
  beside: (name: string, part: string | null) => ReactNode;
};
export type SuggestedMarksProps = Of & { current: Annotation | null; shown: number };
/** How a modality shows what is suggested: fetched where something is. */
export type SuggestedLooks = {
  /** Shows the places, and brings what is in hand into view: whenever `shown` grows. */
  Marks: ComponentType<SuggestedMarksProps>;
  /** Says an annotation in the reader's words. */
  useSays: (editor: Editing) => (one: Annotation) => string;
  /** In the order in which people come to them. */
  inOrder: (editor: Editing, ones: readonly Annotation[]) => readonly Annotation[];
};
type Shown = {
  answer: Answer;
  revision: number;
  readOnly: boolean;
  shapes: boolean;
  suggested: Suggested | null;
  canUndo: boolean;
  canRedo: boolean;
};

export type Told = Pick<Fault, "code" | "annotation"> & Partial<Fault>;
/** Where an inspector points: a place of a picture, of a page (`part`) or of a frame (`at`); a moment;
 * or an annotation. */
export type Placed =
  | { x: number; y: number; annotation: Id | null; part?: string; at?: number }
  | { at: number; annotation: null }
  | { annotation: Id; at?: number };
/** What something can be said of: an annotation, or a moment of one; a stretch of a text; a moment. */
export type Subject =
  | { annotation: Id; at?: number }
  | { part: string; start: number; end: number }
  | { at: number };
export type KitOptions = { readOnly?: boolean; place?: (spot: Placed) => void };

type Of = { editor: Editing };
export type KitBoardProps = Of & {
  diff?: Difference | null;
  pins?: readonly Pin[];
  onPin?: (index: number) => void;
  keys?: boolean;
  map?: boolean;
  onFault?: (error: unknown) => void;
  children?: ReactNode;
};

/** What a modality can do for who inspects, and for who reads what was said. */
export type Inspecting = Pick<Kit, "showPin"> & {
  /** What is selected or marked: what a word would be about now. */
  chosen: (editor: Editing) => Subject | null;
  /** Everything of the answer that something can be said of, in the order of the lists. */
  things: (editor: Editing) => readonly Id[];
  /** Selects one of them and brings it into view. */
  choose: (editor: Editing, id: Id) => void;
  /** From now on a press sets a pin. */
  setPinning: (editor: Editing, on: boolean) => void;
  /** Keys that help who only looks, by their acts. */
  looking: readonly string[];
  /** Keeps how it looked from one piece to the next; returns how to stop. */
  keepLooks: (editor: Editing) => () => void;
  /** A further editor on the same, to mend in: from where the eye was. */
  follow: (editor: Editing, from: Editing) => void;
  /** The list of what is marked, alone. */
  List: ComponentType<Of>;
  /** What was answered of the whole. */
  Answers: ComponentType<Of>;
  /** What a pin points at, in words. */
  Pointed: ComponentType<Of & { pin: Pin }>;
};

export type Kit = {
  modality: Modality;
  /** Fetches what a schema, and answers to it, need beyond the ordinary: before an editor opens. */
  ready: (schema: unknown, ...answers: readonly unknown[]) => Promise<void>;
  open: (schema: unknown, source: Source, answer: unknown, options?: KitOptions) => Editing;
  readAnswer: (json: unknown) => Answer;
  difference: (before: Answer, after: Answer) => Difference;
  /** Is nothing marked where marks are asked for? */
  isBare: (editor: Editing) => boolean;
  /** Shows what a pin is about: at once, where the code for it is there. */
  showPin: (editor: Editing, pin: Pin) => void;
  showShapes: (editor: Editing, shown: boolean) => void;
  /** What who inspects needs beyond that. */
  inspecting: () => Promise<Inspecting>;
  /** How what is suggested is shown. */
  suggested: () => Promise<SuggestedLooks>;
  /** The whole of it in the window again; null where there is no nearer and farther. */
  fit: ((editor: Editing) => void) | null;
  Board: ComponentType<KitBoardProps>;
  /** `children` stand after one step back and forth. */
  Rail: ComponentType<Of & { children?: ReactNode }>;
  Status: ComponentType<Of & { children?: ReactNode }>;
  /** Everything that is asked, with the list of what is marked. */
  Panel: ComponentType<Of>;
  /** On a phone: what is answered with above the thumb, the tools, and the sheet with the rest. */
  Dock: ComponentType<Of>;
  PhoneTools: ComponentType<Of>;
  Sheet: ComponentType<Of>;
  Faults: ComponentType<Of & { faults: readonly Told[] }>;
  Fault: ComponentType<Of & { fault: Told }>;
  DiffList: ComponentType<Of & { diff: Difference }>;
  /** How light it is shown; null where that is the device's. */
  Light: ComponentType<Of> | null;
};

async function pictures(): Promise<Kit> {
  const { pictureKit } = await import("./image/kit");
  return pictureKit;
}

async function texts(): Promise<Kit> {
  const { textKit } = await import("./text/kit");
  // Its sentences come with it: later, the page would blink while they come.
  await i18next.loadNamespaces("annotate-text");
  return textKit;
}

async function documents(): Promise<Kit> {
  const { documentKit } = await import("./document/kit");
  await i18next.loadNamespaces("annotate-document");
  return documentKit;
}

async function series(): Promise<Kit> {
  const { seriesKit } = await import("./series/kit");
  await i18next.loadNamespaces("annotate-clock");
  return seriesKit;
}

async function videos(): Promise<Kit> {
  const { videoKit } = await import("./video/kit");
  await i18next.loadNamespaces(["annotate-clock", "annotate-video"]);
  return videoKit;
}

async function sounds(): Promise<Kit> {
  const { soundKit } = await import("./sound/kit");
  // Questions about the whole are asked in the words of pictures.
  await i18next.loadNamespaces(["annotate-clock", "annotate"]);
  return soundKit;
}

async function prompts(): Promise<Kit> {
  const { promptKit } = await import("./prompt/kit");
  await i18next.loadNamespaces("annotate-prompt");
  return promptKit;
}

// Each load in a function of its own: the bundler would fetch both for either, in one expression.
const KITS: Readonly<Record<Modality, () => Promise<Kit>>> = {
  picture: pictures,
  text: texts,
  sound: sounds,
  document: documents,
  series,
  video: videos,
  prompt: prompts,
};

/** The kit of a modality; its code is loaded once. */
export const kitOf = (modality: Modality): Promise<Kit> => KITS[modality]();

/** The kit of a modality, ready for a schema and for answers to it. */
export async function kitFor(
  modality: Modality,
  schema: unknown,
  ...answers: readonly unknown[]
): Promise<Kit> {
  const kit = await kitOf(modality);
  await kit.ready(schema, ...answers);
  return kit;
}
