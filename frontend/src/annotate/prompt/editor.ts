import { begin, canRedo, canUndo, type History, redo, step, undo } from "../core/history";
import type { Handlers } from "../core/keymap";
import { createStore, type Store } from "../core/store";
import type { Fault } from "../core/validity";
import type { Editing, KitOptions, Suggested } from "../kit";
import type { Captures, Fresh } from "./captures";
import { faultsOf } from "./checks";
import {
  type Id,
  isTakeLabel,
  type Part,
  type PromptAnnotation,
  type PromptAnswer,
  type PromptSchema,
  rangeOf,
  readAnswer,
  readSchema,
  type Taken,
} from "./doc";
import { keptAt, keyOf, type Place, placesOf, stateOf, takenAt } from "./places";
import { type Asked, askedOf, putIn } from "./questions";

export type PromptState = {
  answer: PromptAnswer;
  selected: readonly Id[];
  /** The place that takes are made for. */
  at: string | null;
  /** That place, or the question that is answered meanwhile. */
  hand: string | null;
  part: string | null;
  /** Where a take is heard, in milliseconds: what a pin would be at. */
  moment: { annotation: Id; at: number } | null;
  pinning: boolean;
  suggested: Suggested | null;
  shapes: boolean;
  canUndo: boolean;
  canRedo: boolean;
  revision: number;
  readOnly: boolean;
};

/** Something to say to who listens: `said.<key>` of the sentences. */
export type Said = { key: string; name?: string; nth: number };

/** One prompt being worked on: a store for `useSyncExternalStore`, and all that can be done. */
export type PromptEditor = {
  readonly modality: "prompt";
  readonly schema: PromptSchema;
  readonly parts: readonly Part[];
  readonly name: string;
  readonly places: readonly Place[];
  /** What is asked beside takes: written, chosen, rated. */
  readonly questions: readonly Asked[];
  readonly choices: Editing["choices"];
  readonly captures: Captures;
  readonly handlers: Handlers;
  readonly said: Store<Said | null>;
  /** What the recorder in sight does by keys; null while there is none. */
  readonly tools: { now: Record<string, () => unknown> };
  /** What plays the takes in sight, by annotation: for keys and pins. */
  readonly hearing: Map<Id, { play: () => void; seek: (ms: number) => void }>;
  get: () => PromptState;
  subscribe: (listener: () => void) => () => void;
  onChange: (listener: (answer: PromptAnswer) => void) => () => void;
  answer: () => PromptAnswer;
  faults: () => readonly Fault[];
  faultsOf: (answer: PromptAnswer) => readonly Fault[];
  patch: (part: Partial<PromptState>) => void;
  say: (key: string, name?: string) => void;
  replace: (answer: PromptAnswer) => void;
  undo: () => boolean;
  redo: () => boolean;
  /** The place in hand; null where none is asked for. */
  place: () => Place | null;
  take: (key: string) => void;
  /** On to the place beside; false where there is none. */
  turn: (by: 1 | -1) => boolean;
  /** On to what is not taken or answered yet. */
  goOn: () => void;
  /** Do number keys answer this question now? */
  hears: (question: Asked) => boolean;
  give: (question: Asked, given: readonly PromptAnnotation[], kind?: string) => void;
  select: (ids: readonly Id[]) => void;
  reveal: (id: Id) => void;
  /** Keeps a take, which is on its way from now on. Where only one is wanted it takes the place of
   * what was there. Rejects where the device cannot keep it. */
  keep: (place: Place, fresh: Omit<Fresh, "label" | "part" | "kind">) => Promise<void>;
  /** Takes out what was taken; `id` of the annotation or of the take on this device. */
  drop: (id: Id) => void;
  /** Listens to what becomes of takes until the returned function is called. */
  follow: () => () => void;
  /** Sets a pin where a press is; null for who does not inspect. */
  point: ((spot: { annotation: Id; at?: number }) => void) | null;
};

/** The annotation of a take that this device has. */
export const annotationId = (take: string): Id => `t${take.replaceAll("-", "").slice(0, 20)}`;

/** An editor for one prompt. `schema`, `document` and `answer` are the API's JSON. */
export function createPromptEditor(
  schemaJson: unknown,
  source: { name?: string; document: unknown; captures: Captures },
  answerJson: unknown,
  options: KitOptions = {},
): PromptEditor {
  const schema = readSchema(schemaJson);
  const parts = partsIn(source.document);
  const places = placesOf(schema, parts);
  const questions = askedOf(schema, parts);
  const { captures } = source;
  const { own } = captures;
  const readOnly = options.readOnly === true;
  let history: History<PromptAnswer> = begin(readAnswer(answerJson));
  if (own !== null) history = begin(withTakes(history.present));
  const first = history.present;
  const kept = own?.mine() ?? [];
  const open =
    places.find((one) => takenAt(first, one).length === 0 && keptAt(kept, one).length === 0) ??
    places[0];
  const state = createStore<PromptState>({
    answer: first,
    selected: [],
    at: open?.key ?? null,
    hand: open?.key ?? questions[0]?.key ?? null,
    part: open?.part ?? null,
    moment: null,
    pinning: false,
    suggested: null,
    shapes: true,
    canUndo: false,
    canRedo: false,
    revision: 0,
    readOnly,
  });
  const said = createStore<Said | null>(null);
  const changed = new Set<(answer: PromptAnswer) => void>();
  const patch = (part: Partial<PromptState>) => state.set({ ...state.get(), ...part });
  const settle = () => {
    patch({
      answer: history.present,
      canUndo: canUndo(history),
      canRedo: canRedo(history),
      revision: state.get().revision + 1,
    });
    for (const listener of changed) listener(history.present);
  };

  /** With the takes of this device that passed, each in its place. */
  function withTakes(answer: PromptAnswer): PromptAnswer {
    let next = answer;
    for (const take of own?.mine() ?? []) {
      const id = annotationId(take.id);
      const there = next.annotations.some((one) => one.id === id);
      const passed = !take.dropped && take.capture?.state === "passed";
      if (passed && !there) {
        const { label: name, kind, part } = take;
        const one: Taken = { id, name, kind, part, capture: take.capture!.id };
        next = { ...next, annotations: [...next.annotations, one] };
      } else if (!passed && there)
        next = { ...next, annotations: next.annotations.filter((one) => one.id !== id) };
    }
    return next;
  }

  /** Takes are what they are: taking a step back does not bring one back. */
  function everywhere(to: (answer: PromptAnswer) => PromptAnswer): void {
    const before = history.present;
    history = {
      ...history,
      past: history.past.map(to),
      present: to(before),
      future: history.future.map(to),
    };
    if (history.present !== before) settle();
  }

  const without = (ids: ReadonlySet<Id>) => (answer: PromptAnswer) =>
    answer.annotations.some((one) => ids.has(one.id))
      ? { ...answer, annotations: answer.annotations.filter((one) => !ids.has(one.id)) }
      : answer;

  const place = () => places.find((one) => one.key === state.get().at) ?? null;
  const going = (): readonly Fault[] =>
    (own?.mine() ?? [])
      .filter((one) => !one.dropped && stateOf(one) !== "done")
      .map((one) => ({
        code: stateOf(one) === "going" ? "on_the_way" : "take_failed",
        annotation: null,
        label: one.label,
      }));
  const wrong = (answer: PromptAnswer): readonly Fault[] => {
    const found = faultsOf(schema, parts, answer);
    const mine = own?.mine() ?? [];
    if (mine.length === 0) return found;
    const coming = going();
    const named = new Set(coming.map((one) => one.label));
    // What is on its way, or came to nothing, is said itself: not that it is missing.
    return [
      ...coming,
      ...found.filter((one) => !(one.code === "required" && named.has(one.label))),
    ];
  };

  function turnTo(key: string): void {
    const to = places.find((one) => one.key === key);
    if (to !== undefined) patch({ at: key, hand: key, part: to.part });
    else if (questions.some((one) => one.key === key)) patch({ hand: key });
  }

  const editor: PromptEditor = {
    modality: "prompt",
    schema,
    parts,
    name: source.name ?? "",
    places,
    questions,
    choices: [],
    captures,
    said,
    tools: { now: {} },
    hearing: new Map(),
    handlers: {
      undo: () => editor.undo(),
      redo: () => editor.redo(),
      "select.next": () => editor.turn(1),
      "select.previous": () => editor.turn(-1),
      "prompt.take": () => pressed("prompt.take"),
      "prompt.play": () => pressed("prompt.play"),
      cancel: () => pressed("cancel"),
    },
    get: state.get,
    subscribe: state.subscribe,
    onChange(listener) {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    answer: () => history.present,
    faults: () => wrong(history.present),
    faultsOf: (answer) => faultsOf(schema, parts, answer),
    patch,
    say: (key, name) =>
      said.set({
        key,
        ...(name === undefined ? {} : { name }),
        nth: (said.get()?.nth ?? 0) + 1,
      }),
    replace(answer) {
      history = step(history, own === null ? answer : withTakes(answer), null);
      settle();
    },
    undo: () => travel(undo),
    redo: () => travel(redo),
    place,
    take: turnTo,
    turn(by) {
      const all = [...places.map((one) => one.key), ...questions.map((one) => one.key)];
      const next = all[all.indexOf(state.get().hand ?? "") + by];
      if (next === undefined) return false;
      turnTo(next);
      return true;
    },
    goOn() {
      const { answer, at: now } = state.get();
      const at = places.findIndex((one) => one.key === now);
      const mine = own?.mine() ?? [];
      const bare = (one: Place) =>
        takenAt(answer, one).length === 0 && keptAt(mine, one).length === 0;
      const next =
        places.slice(at + 1).find(bare) ??
        (at >= 0 ? places.find((one) => one.key !== now && bare(one)) : undefined);
      if (next !== undefined) turnTo(next.key);
    },
    hears: (question) => state.get().hand === question.key,
    give(question, given, kind) {
      if (readOnly) return;
      history = step(history, putIn(history.present, question, given), kind ?? null);
      settle();
    },
    select: (selected) => patch({ selected }),
    reveal(id) {
      const one = history.present.annotations.find((each) => each.id === id);
      if (one !== undefined) turnTo(keyOf(one.name, one.part ?? null));
    },
    async keep(at, fresh) {
      if (own === null) return;
      const before = [...keptAt(own.mine(), at)];
      const named = takenAt(history.present, at);
      await own.put({ ...fresh, label: at.label.name, part: at.part, kind: at.label.kind });
      const [, most] = rangeOf(at.label);
      // What did not pass gives way to another one; of what did, as many stay as are wanted.
      for (const one of before) if (most === 1 || stateOf(one) === "wrong") void own.drop(one.id);
      if (most === 1) for (const one of named) editor.drop(one.id);
      editor.say("kept");
    },
    drop(id) {
      const take = own?.mine().find((one) => one.id === id || annotationId(one.id) === id);
      if (take !== undefined) void own?.drop(take.id);
      everywhere(without(new Set([id, ...(take === undefined ? [] : [annotationId(take.id)])])));
    },
    follow() {
      if (own === null) return () => {};
      let seen: unknown = null;
      const look = () => {
        if (own.mine() === seen) return;
        seen = own.mine();
        everywhere(withTakes);
        // What is on its way is no part of the answer, and said beside it.
        patch({ revision: state.get().revision + 1 });
      };
      look();
      return own.listen(look);
    },
    point:
      options.place === undefined
        ? null
        : (spot) => options.place!(spot as Parameters<NonNullable<KitOptions["place"]>>[0]),
  };

  function pressed(id: string): unknown {
    const { selected } = state.get();
    const heard = editor.hearing.get(selected[0] ?? "") ?? [...editor.hearing.values()][0];
    if (readOnly && id === "prompt.play" && heard !== undefined) return heard.play();
    return editor.tools.now[id]?.() ?? (editor.tools.now[id] === undefined ? false : undefined);
  }

  function travel(way: typeof undo): boolean {
    const next = way(history);
    if (next === history) return false;
    history = next;
    settle();
    return true;
  }

  return editor;
}

function partsIn(document: unknown): readonly Part[] {
  const parts = (document as { parts?: unknown } | null | undefined)?.parts;
  if (!Array.isArray(parts)) return [];
  return parts.map((part: Part) => ({ ...part, role: part.role ?? null }));
}

export const asksTakes = (schema: PromptSchema): boolean => schema.labels.some(isTakeLabel);
