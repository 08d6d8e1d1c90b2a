import { type Choice, choicesOf } from "../core/choices";
import { begin, canRedo, canUndo, redo, step, undo } from "../core/history";
import type { Handlers } from "../core/keymap";
import { createStore, type Store } from "../core/store";
import type { Suggested } from "../kit";
import { type Acts, actsOf } from "./acts";
import {
  type Id,
  isSpan,
  type Part,
  readAnswer,
  readParts,
  readSchema,
  type Span,
  type TextAnswer,
  type TextSchema,
} from "./doc";
import { faultsOf, type TextFault } from "./faults";
import { handlersOf } from "./handlers";
import { type Question, questionsOf } from "./questions";

/** What is marked in the text and no annotation yet: from `anchor` to `head`, where it moves. */
export type Cursor = { part: string; anchor: number; head: number };

/** Something to say to who listens: `said.<key>` of the sentences. */
export type Said = { key: string; name?: string; nth: number };

export type TextState = {
  answer: TextAnswer;
  selected: readonly Id[];
  cursor: Cursor | null;
  /** Index in `choices` of the class that the next marking gets at once; -1 for none. */
  choice: number;
  /** The question that number keys answer. */
  hand: string | null;
  /** The part that is worked on: its questions are shown. */
  part: string | null;
  /** The span at which a relation begins that is being made. */
  linking: Id | null;
  /** Does a press on an annotation set a pin there? For inspectors. */
  pinning: boolean;
  /** Do markings end where words do? */
  snap: boolean;
  /** What is suggested beside the answer. */
  suggested: Suggested | null;
  /** False while spans are hidden, to read. */
  shapes: boolean;
  canUndo: boolean;
  canRedo: boolean;
  /** Grows with every change of the answer that is kept. */
  revision: number;
  readOnly: boolean;
};

/** What only the page knows: lines, and what is in sight. */
export type Sight = {
  /** The place one line further (or back). */
  line: (cursor: Cursor, way: 1 | -1) => number | null;
  /** Brings a place into view. */
  show: (part: string, point: number) => void;
};

type Kept = { answer: TextAnswer; selected: readonly Id[] };
export type TextOptions = {
  readOnly?: boolean;
  /** Gives inspectors what sets pins: on which annotation. */
  place?: (annotation: Id) => void;
};

export type Core = {
  readonly modality: "text";
  readonly schema: TextSchema;
  readonly parts: readonly Part[];
  readonly name: string;
  readonly questions: readonly Question[];
  /** The classes of spans, each with its colour and key. */
  readonly choices: readonly Choice[];
  choiceOf: (span: Span) => Choice | undefined;
  get: () => TextState;
  subscribe: (listener: () => void) => () => void;
  /** Called after every change that is kept: what autosave listens to. */
  onChange: (listener: (answer: TextAnswer) => void) => () => void;
  answer: () => TextAnswer;
  spans: () => readonly Span[];
  faults: () => readonly TextFault[];
  /** What would be wrong with another answer. */
  faultsOf: (answer: TextAnswer) => readonly TextFault[];
  readonly said: Store<Said | null>;
  say: (key: string, name?: string) => void;
  patch: (part: Partial<TextState>) => void;
  /** Keeps an answer as one step; steps of one `kind` soon after another are one. */
  commit: (answer: TextAnswer, selected?: readonly Id[], kind?: string) => void;
  travel: (way: "undo" | "redo") => boolean;
  place: ((annotation: Id) => void) | null;
  sight: Sight | null;
};

/** One text being worked on: a store for `useSyncExternalStore`, and all that can be done. */
export type TextEditor = Core & Acts & { readonly handlers: Handlers };

/**
 * An editor for one text. `schema`, `document` and `answer` are the API's JSON; `answer` may be
 * null. It lives as long as somebody holds it: leaving a text needs no goodbye.
 */
export function createTextEditor(
  schemaJson: unknown,
  source: { document: unknown; name?: string },
  answerJson: unknown = null,
  options: TextOptions = {},
): TextEditor {
  const core = createCore(schemaJson, source, answerJson, options);
  const acts = actsOf(core);
  // `sight` is set by whoever shows the text: all must see the one.
  const editor = Object.assign(core, acts) as unknown as TextEditor;
  return Object.assign(editor, { handlers: handlersOf(editor) });
}

function createCore(
  schemaJson: unknown,
  source: { document: unknown; name?: string },
  answerJson: unknown,
  options: TextOptions,
): Core {
  const schema = readSchema(schemaJson);
  const parts = readParts(source.document);
  const questions = questionsOf(schema, parts);
  const choices = choicesOf({
    modality: "text",
    labels: schema.labels.filter((label) => label.kind === "span"),
  });
  const known = new Map(choices.map((one) => [`${one.label.name}\n${one.class.id}`, one]));
  let history = begin<Kept>({ answer: readAnswer(answerJson), selected: [] });
  const first = history.present.answer;
  const open = questions.find(
    ({ label, part }) =>
      !first.annotations.some(
        (one) => one.name === label.name && (part === null || ("part" in one && one.part === part)),
      ),
  );
  const state = createStore<TextState>({
    answer: first,
    selected: [],
    cursor: null,
    choice: -1,
    hand: (open ?? questions[0])?.key ?? null,
    part: open?.part ?? questions.find((one) => one.part !== null)?.part ?? parts[0]?.id ?? null,
    linking: null,
    pinning: false,
    snap: false,
    suggested: null,
    shapes: true,
    canUndo: false,
    canRedo: false,
    revision: 0,
    readOnly: options.readOnly === true,
  });
  const said = createStore<Said | null>(null);
  const changed = new Set<(answer: TextAnswer) => void>();
  const patch = (part: Partial<TextState>) => state.set({ ...state.get(), ...part });
  const settle = (kept: Kept) => {
    patch({
      ...kept,
      canUndo: canUndo(history),
      canRedo: canRedo(history),
      revision: state.get().revision + 1,
    });
    for (const listener of changed) listener(kept.answer);
  };
  const wrong = (answer: TextAnswer) => faultsOf(schema, { parts }, answer);
  let faulted: { answer: TextAnswer; faults: readonly TextFault[] } | null = null;
  let spread: { answer: TextAnswer; spans: readonly Span[] } | null = null;

  return {
    modality: "text",
    schema,
    parts,
    name: source.name ?? "",
    questions,
    choices,
    choiceOf: (span) => known.get(`${span.name}\n${span.class}`),
    get: state.get,
    subscribe: state.subscribe,
    onChange(listener) {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    answer: () => history.present.answer,
    spans() {
      const { answer } = state.get();
      if (spread?.answer !== answer) spread = { answer, spans: answer.annotations.filter(isSpan) };
      return spread.spans;
    },
    faults() {
      const { answer } = history.present;
      if (faulted?.answer !== answer) faulted = { answer, faults: wrong(answer) };
      return faulted.faults;
    },
    faultsOf: wrong,
    said,
    say: (key, name) =>
      said.set({
        key,
        ...(name === undefined ? {} : { name }),
        nth: (said.get()?.nth ?? 0) + 1,
      }),
    patch,
    commit(answer, selected = state.get().selected, kind) {
      if (answer === history.present.answer) {
        patch({ answer, selected });
        return;
      }
      // What the step before had selected belongs to it, so that taking back shows where it was.
      const before = { ...history.present, selected: state.get().selected };
      history = step({ ...history, present: before }, { answer, selected }, kind ?? null);
      settle(history.present);
    },
    travel(way) {
      const next = way === "undo" ? undo(history) : redo(history);
      if (next === history) return false;
      history = next;
      settle(history.present);
      return true;
    },
    place: options.place ?? null,
    sight: null,
  };
}
