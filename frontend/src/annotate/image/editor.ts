import { type Choice, choicesOf, type Finder, finder, isWholeChoice } from "../core/choices";
import {
  type Annotation,
  type Answer,
  type Id,
  type Mark,
  marksOf,
  type PictureSchema,
  type Point,
  readAnswer,
  readPictureSchema,
  type Size,
} from "../core/doc";
import { begin, canRedo, canUndo, redo, step, undo } from "../core/history";
import { asksAttributes } from "../core/kinds";
import { createStore, type Store } from "../core/store";
import type { Draft, Hands, Offers, Tool } from "../core/tool";
import { type Fault, faultsOf } from "../core/validity";
import { pan, START, type View } from "../core/view";
import type { Suggested } from "../kit";
import type { Held } from "./bitmaps";
import { type Link, linksOf } from "./links";
import type { Cut } from "./tile-plan";
import { createTools, type ToolId, toolOf } from "./tools";

/** A large picture in tiles, and how to ask where they are, with places for `{level}`, `{column}` and
 * `{row}`. */
export type Tiles = Cut & { address: () => Promise<string> };

/** A picture to work on: its own pixels as shown (after EXIF), and where it is; of a large one that has
 * tiles, where the last level of them is. */
export type PictureSource = Size & { url: string; name?: string; tiles?: Tiles; moving?: Moving };
/** A picture that changes, as the frames of a video do: what is painted now, and who is told of another. */
export type Moving = Omit<Held, "bitmap"> & {
  bitmap: () => HTMLCanvasElement;
  subscribe: (listener: () => void) => () => void;
};

/** Brightness and contrast of the picture, 1 for as it is. Nothing of the answer. */
export type Light = { brightness: number; contrast: number };

/** Something to say to who listens: `said.<key>` of the sentences. */
export type Said = { key: string; mark?: Annotation; count?: number; nth: number };

export type EditorState = {
  /** As it is shown now, also in the middle of a movement. */
  answer: Answer;
  selected: readonly Id[];
  hidden: ReadonlySet<Id>;
  tool: ToolId;
  /** Index in `choices` of the class that is drawn next; -1 where nothing can be drawn. */
  choice: number;
  canUndo: boolean;
  canRedo: boolean;
  /** Grows with every change of the answer that is kept. */
  revision: number;
  readOnly: boolean;
  /** False while all shapes are hidden, to see the picture. */
  shapes: boolean;
  light: Light;
  crosshair: boolean;
  /** The corner of an outline that is worked on by its numbers, counted from 0. */
  corner: { id: Id; index: number } | null;
  /** What is suggested beside the answer. */
  suggested: Suggested | null;
  /** The pointer that keys move, where somebody works with one. */
  cursor: { at: Point; pressed: boolean } | null;
};

export type EditorOptions = {
  readOnly?: boolean;
  tool?: ToolId;
  /** Gives inspectors the tool that sets pins: where, and on which annotation. */
  place?: (spot: { x: number; y: number; annotation: Id | null }) => void;
  /** Keeps what is said here: for an editor that shows a part of something larger, which has the history. */
  keeper?: Pick<Core, "commit" | "travel">;
};

type Kept = { answer: Answer; selected: readonly Id[] };

/** The document, its history and what is selected: everything that acts and tools work on. */
export type Core = {
  readonly schema: PictureSchema;
  readonly picture: PictureSource;
  readonly choices: readonly Choice[];
  readonly choiceOf: Finder;
  readonly tools: readonly ToolId[];
  get: () => EditorState;
  subscribe: (listener: () => void) => () => void;
  /** Called after every change that is kept, with its kind: what autosave listens to. */
  onChange: (listener: (answer: Answer, kind?: string) => void) => () => void;
  /** The answer without a movement that is still going on. */
  answer: () => Answer;
  /** What is wrong with it, as the server would say; computed once for an answer. */
  faults: () => readonly Fault[];
  /** What would be wrong with another answer. */
  faultsOf: (answer: Answer) => readonly Fault[];
  /** Marks that are not hidden, the lowest first. */
  marks: () => readonly Mark[];
  /** Relations between marks that are not hidden. */
  links: () => readonly Link[];
  readonly view: Store<View>;
  /** Where the pointer is on the picture. */
  readonly pointer: Store<Point | null>;
  readonly said: Store<Said | null>;
  patch: (part: Partial<EditorState>) => void;
  /** Keeps an answer as one step; steps of one `kind` soon after another are one. */
  commit: (answer: Answer, selected?: readonly Id[], kind?: string) => void;
  travel: (way: "undo" | "redo") => boolean;
  /** Another answer to go on from, as its keeper has it. */
  take: (answer: Answer, selected: readonly Id[]) => void;
  /** The mark that was drawn last, while nothing else has been selected since. */
  drawn: () => Id | null;
  /** The tool in hand. */
  tool: () => Tool;
  /** Takes another tool for a moment, and what is begun waits. Returns how to give it back, or null
   * where there is no such tool. */
  borrow: (tool: ToolId) => (() => void) | null;
  /** Nobody waits for a borrowed tool any more: `next` has been chosen. */
  settleOn: (next: ToolId) => void;
  /** Is there a tool that ever offers something, or a question that is asked of what is selected? */
  readonly mayOffer: boolean;
  /** What the tool in hand offers and waits for. */
  offers: () => Offers | null;
  /** What is drawn and no part of the answer yet, also while it waits. */
  draft: () => Draft | null;
  readonly hands: Hands;
  say: (key: string, about?: Omit<Said, "key" | "nth">) => void;
  /** Told when what a tool is drawing has changed. */
  onDraft: (listener: () => void) => () => void;
};

export function createCore(
  schemaJson: unknown,
  picture: PictureSource,
  answerJson: unknown,
  options: EditorOptions,
  newId: () => Id,
): Core {
  const schema = readPictureSchema(schemaJson);
  const choices = choicesOf(schema);
  const toolbox = createTools(schema, options.place !== undefined);
  const tools = [...toolbox.keys()];
  const drawing = tools.find((id) => toolOf(id).draws !== undefined);
  let history = begin<Kept>({ answer: readAnswer(answerJson), selected: [] });
  const readOnly = options.readOnly === true;
  const state = createStore<EditorState>({
    answer: history.present.answer,
    selected: [],
    hidden: new Set(),
    tool: options.tool ?? (readOnly ? "select" : (drawing ?? "select")),
    choice: choices.findIndex((one) => !isWholeChoice(one)),
    canUndo: false,
    canRedo: false,
    revision: 0,
    readOnly,
    shapes: true,
    light: { brightness: 1, contrast: 1 },
    crosshair: false,
    corner: null,
    suggested: null,
    cursor: null,
  });
  const view = createStore<View>(START);
  const said = createStore<Said | null>(null);
  const changed = new Set<(answer: Answer, kind?: string) => void>();
  let drawn: Id | null = null;
  const drafting = new Set<() => void>();

  const patch = (part: Partial<EditorState>) => state.set({ ...state.get(), ...part });
  const settle = (kept: Kept, kind?: string) => {
    patch({
      ...kept,
      canUndo: canUndo(history),
      canRedo: canRedo(history),
      revision: state.get().revision + 1,
    });
    for (const listener of changed) listener(kept.answer, kind);
  };
  let faulted: { answer: Answer; faults: readonly Fault[] } | null = null;
  let linked: { marks: readonly Mark[]; answer: Answer; links: readonly Link[] } | null = null;
  let visible: { answer: Answer; hidden: ReadonlySet<Id>; marks: readonly Mark[] } | null = null;

  const wrong = (answer: Answer) => faultsOf(schema, picture, answer);
  const marks = (): readonly Mark[] => {
    const { answer, hidden, shapes } = state.get();
    if (!shapes) return [];
    if (visible?.answer !== answer || visible.hidden !== hidden)
      visible = {
        answer,
        hidden,
        marks: marksOf(answer).filter((mark) => !hidden.has(mark.id)),
      };
    return visible.marks;
  };
  const links = (): readonly Link[] => {
    const { answer } = state.get();
    const seen = marks();
    if (linked?.answer !== answer || linked.marks !== seen)
      linked = { marks: seen, answer, links: linksOf(answer, seen, linked?.links ?? []) };
    return linked.links;
  };
  const { keeper } = options;
  const commit: Core["commit"] = (answer, selected = state.get().selected, kind) => {
    if (keeper !== undefined) return keeper.commit(answer, selected, kind);
    if (answer === history.present.answer) {
      patch({ answer, selected });
      return;
    }
    // What the step before had selected belongs to it, so that taking back shows where it was.
    const before = { ...history.present, selected: state.get().selected };
    history = step({ ...history, present: before }, { answer, selected }, kind ?? null);
    settle(history.present, kind);
  };
  const say: Core["say"] = (key, about) =>
    said.set({ key, ...about, nth: (said.get()?.nth ?? 0) + 1 });
  const choiceOf = finder(choices);
  const tool = () => toolbox.get(state.get().tool) ?? toolbox.get("select")!;

  /** The tool that waits while another is borrowed. */
  let waiting: Tool | null = null;
  const borrow: Core["borrow"] = (id) => {
    const before = state.get().tool;
    if (!tools.includes(id)) return null;
    if (before === id) return () => {};
    if (tool().interrupt !== undefined) tool().interrupt?.(hands);
    else tool().cancel(hands);
    waiting = tool();
    patch({ tool: id });
    return () => {
      if (waiting === null) return;
      tool().cancel(hands);
      waiting = null;
      patch({ tool: before });
    };
  };

  const hands: Hands = {
    size: picture,
    readOnly: () => state.get().readOnly,
    answer: () => state.get().answer,
    selected: () => state.get().selected,
    marks,
    choiceFor(kind) {
      const now = choices[state.get().choice];
      const found = now?.label.kind === kind ? now : choices.find((one) => one.label.kind === kind);
      return (found ?? null) as ReturnType<Hands["choiceFor"]> as never;
    },
    choiceOf,
    show: (answer) => patch({ answer }),
    keep(word, selected) {
      commit(state.get().answer, selected);
      drawn = word === "drawn" ? (selected?.[0] ?? null) : null;
      const mark = state.get().answer.annotations.find((one) => one.id === state.get().selected[0]);
      if (word !== undefined) say(word, mark === undefined ? undefined : { mark });
    },
    drop: () =>
      patch(
        history.present.answer === state.get().answer ? {} : { answer: history.present.answer },
      ),
    select(selected) {
      drawn = null;
      patch({ selected });
    },
    pan: (dx, dy) => view.set(pan(view.get(), dx, dy, picture)),
    place: ([x, y], annotation) => options.place?.({ x, y, annotation }),
    redraw() {
      for (const listener of drafting) listener();
    },
    say: (key) => say(key),
    scale: () => view.get().scale,
    picture,
    newId,
  };

  return {
    schema,
    picture,
    choices,
    choiceOf,
    tools,
    get: state.get,
    subscribe: state.subscribe,
    onChange(listener) {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    answer: () => history.present.answer,
    faults() {
      const { answer } = history.present;
      if (faulted?.answer !== answer) faulted = { answer, faults: wrong(answer) };
      return faulted.faults;
    },
    faultsOf: wrong,
    marks,
    links,
    view,
    pointer: createStore<Point | null>(null),
    said,
    patch,
    commit,
    travel(way) {
      if (keeper !== undefined) return keeper.travel(way);
      const next = way === "undo" ? undo(history) : redo(history);
      if (next === history) return false;
      history = next;
      settle(history.present);
      return true;
    },
    take(answer, selected) {
      history = begin({ answer, selected });
      patch({ answer, selected });
    },
    drawn: () => drawn,
    tool,
    borrow,
    settleOn(next) {
      const other = waiting;
      waiting = null;
      if (other !== toolbox.get(next)) other?.cancel(hands);
    },
    mayOffer:
      asksAttributes(schema) || [...toolbox.values()].some((one) => one.offers !== undefined),
    offers: () => (state.get().readOnly ? null : (tool().offers?.(hands) ?? null)),
    draft: () => tool().draft() ?? waiting?.draft() ?? null,
    hands,
    say,
    onDraft(listener) {
      drafting.add(listener);
      return () => drafting.delete(listener);
    },
  };
}
