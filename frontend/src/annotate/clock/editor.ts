/**
 * One recording, film or series being worked on: a store for `useSyncExternalStore`, with history, and
 * all that can be done to what lies on its clock.
 *
 * Who builds on it:
 * - sound (`../sound`) gives an audio `Player`; series (`../series`) a still one and its channels; video
 *   (`../video`) a film's player, `frames: true`, and the checks of its tracks. What only they have
 *   (tracks on a picture) they `commit` themselves: there is one answer and one history.
 * - `handlersOf` (`./keys`) says what keys do; each modality adds its own.
 * - The page's `Editing` is what this gives: a kit may hand it out as it is.
 */

import type { Checks } from "../core/checks/check";
import { type Choice, choicesOf, type Finder, finder } from "../core/choices";
import { type Annotation, type Answer, type Id, readAnswer, type Schema } from "../core/doc";
import { begin, canRedo, canUndo, redo, step, undo } from "../core/history";
import type { Handlers } from "../core/keymap";
import { createStore, type Store } from "../core/store";
import { checkOf, type Fault, faultsBy } from "../core/validity";
import type { Placed, Suggested } from "../kit";
import { type Acts, actsOf } from "./acts";
import { type Axis, beginAxis } from "./axis";
import { CLOCK_CHECKS } from "./checks";
import { type ClockFacts, isClockLabel, type Stretch, speakersOf } from "./doc";
import { timeOf } from "./format";
import { handlersOf } from "./keys";
import type { Player } from "./player";

/** How far keys move the playhead and edges, in the clock's units. */
export type Reach = {
  /** An arrow key: a second of sound, one frame. */
  step: number;
  /** With Shift. */
  far: number;
  /** Edges, and the finest moves of the playhead: a hundredth of a second, one frame. */
  fine: number;
  /** How long a segment is that is made at a place. */
  made: number;
  /** CSS pixels to a unit when nearest. */
  nearest?: number;
};

export type ClockSource = {
  modality: Schema["modality"];
  name: string;
  facts: ClockFacts;
  player: Player;
  reach: Reach;
  /** A place in words, rounded or exact; milliseconds as clocks say them, where nothing else is said. */
  format?: (place: number, exact: boolean) => string;
  /** How answers of kinds that only this modality has are looked at. */
  checks?: Checks;
};

/** Something to say to who listens: `said.<key>` of the sentences. */
export type Said = { key: string; name?: string; nth: number };

export type ClockState = {
  answer: Answer;
  selected: readonly Id[];
  /** What was pulled over the axis, and is no segment (yet). */
  pulled: (Stretch & { channel: string | null }) | null;
  /** Where a segment starts whose end is still to come (`acts.begin`); null for none. */
  begun: number | null;
  /** Index in `choices` of the class that what is made gets. */
  choice: number;
  /** Who speaks in what is made. */
  speaker: string | null;
  /** The channel that keys act on, where there are several. */
  channel: string | null;
  /** The mark at which a relation begins that is being made. */
  linking: Id | null;
  /** Does a press set a pin? For inspectors. */
  pinning: boolean;
  suggested: Suggested | null;
  /** False while what is marked is hidden. */
  shapes: boolean;
  /** Does the window go along with the playhead? */
  following: boolean;
  canUndo: boolean;
  canRedo: boolean;
  /** Grows with every change of the answer that is kept. */
  revision: number;
  readOnly: boolean;
};

type Kept = { answer: Answer; selected: readonly Id[] };
export type ClockOptions = { readOnly?: boolean; place?: (spot: Placed) => void };

/** Where channels lie on the board, in CSS pixels from its top. */
export type Rooms = {
  /** Null for a channel that is not shown. */
  of: (channel: string) => { top: number; bottom: number } | null;
  at: (y: number) => string | null;
};

export type Core = {
  readonly modality: Schema["modality"];
  readonly schema: Schema;
  readonly name: string;
  readonly facts: ClockFacts;
  readonly player: Player;
  /** Is there anything to hear or to see move? */
  readonly audible: boolean;
  readonly reach: Reach;
  /** A place in words, rounded or exact. */
  readonly format: (place: number, exact: boolean) => string;
  /** The window on the clock. */
  readonly axis: Store<Axis>;
  readonly choices: readonly Choice[];
  readonly choiceOf: Finder;
  get: () => ClockState;
  subscribe: (listener: () => void) => () => void;
  /** Called after every change that is kept: what autosave listens to. */
  onChange: (listener: (answer: Answer) => void) => () => void;
  answer: () => Answer;
  faults: () => readonly Fault[];
  /** What would be wrong with another answer. */
  faultsOf: (answer: Answer) => readonly Fault[];
  readonly said: Store<Said | null>;
  say: (key: string, name?: string) => void;
  patch: (part: Partial<ClockState>) => void;
  /** Shows an answer that is not kept yet: while something is pulled at. */
  preview: (answer: Answer) => void;
  /** Keeps an answer as one step; steps of one `kind` soon after another are one. */
  commit: (answer: Answer, selected?: readonly Id[], kind?: string) => void;
  travel: (way: "undo" | "redo") => boolean;
  /** Gives inspectors what sets pins. */
  readonly setPin: ((spot: Placed) => void) | null;
  /** Set by who shows channels: what is marked of one lies where that is. */
  rooms: Rooms | null;
};

export type ClockEditor = Core & Acts & { readonly handlers: Handlers };

/** `schema` and `answer` are the API's JSON; `answer` may be null. */
export function createClockEditor(
  schema: unknown,
  source: ClockSource,
  answer: unknown = null,
  options: ClockOptions = {},
): ClockEditor {
  const core = createCore(schema as Schema, source, answer, options);
  const editor = Object.assign(core, actsOf(core));
  return Object.assign(editor, { handlers: handlersOf(editor) });
}

function createCore(
  schema: Schema,
  source: ClockSource,
  answerJson: unknown,
  options: ClockOptions,
): Core {
  const { modality, name, facts, player, reach } = source;
  const checks: Checks = { ...CLOCK_CHECKS, ...source.checks };
  const choices = choicesOf(schema);
  const first = readAnswer(answerJson ?? { modality, annotations: [] }, modality);
  let history = begin<Kept>({ answer: first, selected: [] });
  const speakers = speakersOf(schema);
  const state = createStore<ClockState>({
    answer: first,
    selected: [],
    pulled: null,
    begun: null,
    choice: choices.findIndex((one) => isClockLabel(one.label)),
    speaker: speakers[0]?.id ?? null,
    channel: facts.channels?.[0] ?? null,
    linking: null,
    pinning: false,
    suggested: null,
    shapes: true,
    following: true,
    canUndo: false,
    canRedo: false,
    revision: 0,
    readOnly: options.readOnly === true,
  });
  const said = createStore<Said | null>(null);
  const changed = new Set<(answer: Answer) => void>();
  const patch = (part: Partial<ClockState>) => state.set({ ...state.get(), ...part });
  const settle = (kept: Kept) => {
    patch({
      ...kept,
      canUndo: canUndo(history),
      canRedo: canRedo(history),
      revision: state.get().revision + 1,
    });
    for (const listener of changed) listener(kept.answer);
  };
  const wrong = (answer: Answer) =>
    faultsBy((kind) => checks[kind] ?? checkOf(kind), schema, facts as never, answer);
  let faulted: { answer: Answer; faults: readonly Fault[] } | null = null;

  return {
    modality,
    schema,
    name,
    facts,
    player,
    audible: modality !== "series",
    reach,
    format: source.format ?? ((place, exact) => timeOf(place, exact ? 3 : 1)),
    axis: createStore(beginAxis(facts.length, reach.nearest)),
    choices,
    choiceOf: finder(choices),
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
    said,
    say: (key, name) =>
      said.set({ key, ...(name === undefined ? {} : { name }), nth: (said.get()?.nth ?? 0) + 1 }),
    patch,
    preview: (answer) => patch({ answer }),
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
    setPin: options.place ?? null,
    rooms: null,
  };
}

/** A question about the whole, or a mark's: whatever has this id. */
export const annotationOf = (answer: Answer, id: Id): Annotation | undefined =>
  answer.annotations.find((one) => one.id === id);
