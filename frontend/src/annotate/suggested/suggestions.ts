import {
  type Annotation,
  type Answer,
  type Id,
  isRelation,
  type Label,
  type Relation,
  remove,
} from "../core/doc";
import { createStore, type Store } from "../core/store";
import type { Editing } from "../kit";
import { endsOf, fitting, join, saying } from "./rules";

/** What has become of suggestions, to be said: `said.<key>` of the sentences. */
export type Said = {
  key: "accepted" | "accepted_all" | "dropped" | "dropped_all" | "no_room";
  n: number;
  left: number;
};

export type SuggestedState = {
  /** What can be accepted now, one by one. */
  open: readonly Annotation[];
  /** Relations that come along once both their ends are part of the answer. */
  along: readonly Relation[];
  /** The one that is looked at, as an index of `open`; -1 where there is none. */
  at: number;
  /** Grows whenever it is to be brought into view. */
  shown: number;
  said: Said | null;
};

/** What is suggested for one piece of work, and what can be done with it. */
export type Suggestions = {
  readonly editor: Editing;
  readonly state: Store<SuggestedState>;
  /** The next or the one before comes to hand, and into view. */
  go: (step: 1 | -1) => boolean;
  /** One of these comes to hand; of several, the one after that in hand. */
  press: (ids: readonly Id[]) => boolean;
  /** Makes one part of the answer, with what belongs to it: the one in hand where none is named. */
  accept: (id?: Id) => boolean;
  /** Makes all part of the answer that find room in it; what a person has answered stays. */
  acceptAll: () => boolean;
  /** Wants none of it: the one in hand where none is named. */
  drop: (id?: Id) => boolean;
  dropAll: () => boolean;
};

/** Is there one answer to it, of the item or of each part? */
const isSingle = (label: Label): boolean =>
  ["class", "rating", "comparison", "ranking", "order"].includes(label.kind) ||
  (label.kind === "writing" && label.several !== true);

const kept = <T>(before: readonly T[], now: readonly T[]): readonly T[] =>
  before.length === now.length && before.every((one, at) => one === now[at]) ? before : now;

const partOf = (one: Annotation): string | null => ("part" in one ? (one.part ?? null) : null);

/**
 * What is suggested beside an answer. It is remembered for each answer of the editor's history: an act on
 * it is a step like any other, taking back brings it back, and a new answer has what was suggested
 * beside the one before.
 */
export function createSuggestions(
  editor: Editing,
  suggested: Answer,
  inOrder: (ones: readonly Annotation[]) => readonly Annotation[] = (ones) => ones,
): Suggestions {
  const { faultsOf } = editor;
  const beside = new WeakMap<Answer, readonly Annotation[]>();
  const own = new Set(editor.answer().annotations.map((one) => one.id));
  let last = editor.answer();
  // What a draft has was accepted before it was left.
  beside.set(
    last,
    inOrder(fitting(suggested, faultsOf)).filter((one) => !own.has(one.id)),
  );
  const here = (): readonly Annotation[] => {
    const answer = editor.answer();
    const known = beside.get(answer) ?? beside.get(last) ?? [];
    beside.set(answer, known);
    last = answer;
    return known;
  };

  /** What a person, or an accepted one, has answered to the same question. */
  const rivals = (answer: Answer, one: Annotation): readonly Annotation[] => {
    const label = editor.schema.labels.find((each) => each.name === one.name);
    if (label === undefined || !isSingle(label)) return [];
    return answer.annotations.filter(
      (other) => other.name === one.name && partOf(other) === partOf(one),
    );
  };
  const look = (): Pick<SuggestedState, "open" | "along"> => {
    const answer = editor.answer();
    const all = here();
    const ids = new Set(answer.annotations.map((one) => one.id));
    const said = new Set(answer.annotations.map(saying));
    // What is there already, however it came, is not to be said once more.
    const fresh = all.filter((one) => !ids.has(one.id) && !said.has(saying(one)));
    const waiting = new Set(fresh.map((one) => one.id));
    return {
      open: fresh.filter((one) => !isRelation(one) || endsOf(one).every((id) => ids.has(id))),
      along: fresh
        .filter(isRelation)
        .filter((one) => endsOf(one).every((id) => ids.has(id) || waiting.has(id))),
    };
  };
  const first = look();
  const state = createStore<SuggestedState>({
    ...first,
    at: first.open.length > 0 ? 0 : -1,
    shown: 0,
    said: null,
  });
  const now = (): Annotation | undefined => state.get().open[state.get().at];
  const set = (part: Partial<SuggestedState>) => state.set({ ...state.get(), ...part });
  const refresh = () => {
    const { at, open, along } = state.get();
    const id = now()?.id;
    const found = look();
    // The same list again where nothing of it has changed: it is not painted anew.
    const next = { open: kept(open, found.open), along: kept(along, found.along) };
    const had = new Set(open.map((one) => one.id));
    // What has come back is taken in hand; what was in hand and is gone gives way to the one after it.
    const back = next.open.findIndex((one) => !had.has(one.id));
    const same = next.open.findIndex((one) => one.id === id);
    const there = Math.min(Math.max(at, 0), next.open.length - 1);
    const index = back >= 0 ? back : same >= 0 ? same : there;
    set({ ...next, at: index, said: null });
  };
  editor.onChange(refresh);

  /** One step: another answer, or the same once more, with less suggested beside it. */
  const keep = (answer: Answer, gone: readonly Annotation[], key: Said["key"]): void => {
    const ids = new Set(gone.map((one) => one.id));
    const next = answer === editor.answer() ? { ...answer } : answer;
    beside.set(
      next,
      here().filter((one) => !ids.has(one.id)),
    );
    editor.replace(next);
    const { open, shown } = state.get();
    set({ shown: shown + 1, said: { key, n: gone.length, left: open.length } });
  };
  const refuse = (): boolean => {
    set({ said: { key: "no_room", n: 0, left: state.get().open.length } });
    return true;
  };
  /** Relations that have found their second end. */
  const tied = (answer: Answer, ones: readonly Annotation[]): readonly Annotation[] => {
    const ids = new Set([...answer.annotations, ...ones].map((one) => one.id));
    return state.get().along.filter((one) => endsOf(one).every((id) => ids.has(id)));
  };
  const isOpen = () => !editor.get().readOnly && state.get().open.length > 0;

  return {
    editor,
    state,
    go(step) {
      const { open, at, shown } = state.get();
      if (open.length === 0) return false;
      set({ at: (at + step + open.length) % open.length, shown: shown + 1, said: null });
      return true;
    },
    press(ids) {
      const { open, shown } = state.get();
      const found = open.filter((one) => ids.includes(one.id));
      if (found.length === 0) return false;
      const next = found[(found.indexOf(now()!) + 1) % found.length]!;
      set({ at: open.indexOf(next), shown: shown + 1, said: null });
      return true;
    },
    accept(id = now()?.id) {
      const { open } = state.get();
      const one = open.find((each) => each.id === id);
      if (one === undefined || !isOpen()) return false;
      const before = editor.answer();
      const old = rivals(before, one).map((other) => other.id);
      // What is written comes with the spans that it rests on, an order with what it is of.
      const brought = open.filter((each) => endsOf(one).includes(each.id));
      const whole = [...brought, one];
      const { answer, taken } = join(
        remove(before, old),
        [...whole, ...tied(before, whole).filter((each) => each.id !== one.id)],
        faultsOf,
      );
      if (!taken.some((each) => each.id === one.id)) return refuse();
      keep(answer, taken, "accepted");
      return true;
    },
    acceptAll() {
      const { open } = state.get();
      if (!isOpen()) return false;
      const before = editor.answer();
      const ties = tied(before, open).filter((one) => !open.includes(one));
      // A question that is answered has no room for another answer.
      const { answer, taken } = join(before, [...open, ...ties], faultsOf);
      if (taken.length === 0) return refuse();
      keep(answer, taken, "accepted_all");
      return true;
    },
    drop(id = now()?.id) {
      const one = state.get().open.find((each) => each.id === id);
      if (one === undefined || !isOpen()) return false;
      keep(editor.answer(), [one], "dropped");
      return true;
    },
    dropAll() {
      if (!isOpen()) return false;
      keep(editor.answer(), here(), "dropped_all");
      return true;
    },
  };
}
