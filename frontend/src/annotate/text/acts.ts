import { answered } from "../core/attributes";
import { collapsed, type Move, rangeOf, sayMove, startAt, target } from "./cursor";
import {
  find,
  type Id,
  inOrder,
  isSpan,
  type Part,
  put,
  remove,
  type Span,
  type TextAnnotation,
  type TextAnswer,
} from "./doc";
import type { Core, Cursor, TextEditor } from "./editor";
import { newId } from "./ids";
import { passageOf, slice, trimmed, whole } from "./points";
import { givenTo, type Question } from "./questions";
import { typeOf } from "./types";

/** Everything that a person can do, by whatever means: keys, buttons, list, handles. */
export type Acts = {
  undo: () => boolean;
  redo: () => boolean;
  /** Another answer in the place of this one, as one step that can be taken back. */
  replace: (answer: TextAnswer) => void;
  setReadOnly: (readOnly: boolean) => void;
  select: (ids: readonly Id[]) => void;
  selectNext: (step: 1 | -1) => boolean;
  /** Brings an annotation into view. */
  reveal: (id: Id) => void;
  remove: (ids?: readonly Id[]) => boolean;
  setCursor: (cursor: Cursor | null) => void;
  /** Moves the cursor; with `extend` its head alone, and with it the end of a selected span. */
  move: (by: Move, way: 1 | -1, extend: boolean) => boolean;
  /** The other end of what is marked moves from now on. */
  otherEnd: () => boolean;
  /** What a press on a class of spans does: the marking, or what is selected, gets it; else it waits
   * for the next marking. */
  pick: (index: number) => boolean;
  relabel: (ids: readonly Id[], index: number) => boolean;
  /** Another place for a span; pulling at it is one step. */
  resize: (id: Id, start: number, end: number) => boolean;
  /** The pointer has let go of a marking: the class that waits is given to it. */
  settle: () => void;
  /** Binds selected spans together, or lets them go. */
  group: () => boolean;
  /** Keeps annotations as they are now; steps of one `kind` soon after another are one. */
  set: (one: TextAnnotation, kind?: string) => void;
  /** The answers to a question: these, in place of those it had. */
  give: (question: Question, given: readonly TextAnnotation[], kind?: string) => void;
  /** Takes a question in hand. */
  take: (key: string) => void;
  takeNext: (step: 1 | -1) => boolean;
  /** On to what is not answered yet, where this question now is. */
  goOn: () => void;
  setPart: (part: string) => void;
  nextPart: (step: 1 | -1) => boolean;
  /** Do number keys answer this question now? */
  hears: (question: Question) => boolean;
  /** What a number key does: it marks, or answers the question in hand. */
  press: (digit: number) => boolean;
  /** Lays what is marked by, to be put in elsewhere. */
  copy: () => boolean;
  /** Begins a relation at the selected span; where one waits, ends it there. */
  link: () => boolean;
};

export function actsOf(core: Core): Acts {
  const { get, patch, commit, say, choices, parts } = core;
  const open = () => !get().readOnly;
  const partOf = (id: string): Part | undefined => parts.find((part) => part.id === id);
  const passage = (id: string) => passageOf(partOf(id)?.text ?? "");
  const spanOf = (id: Id | undefined): Span | undefined => {
    const one = id === undefined ? undefined : find(get().answer, id);
    return one !== undefined && isSpan(one) ? one : undefined;
  };
  const quote = (span: Span) => slice(partOf(span.part)?.text ?? "", span.start, span.end);
  const chosen = () =>
    get()
      .selected.map(spanOf)
      .filter((one) => one !== undefined);
  /** Is something marked, or a span selected, that a number key would name? */
  const marking = () =>
    choices.length > 0 && (chosen().length > 0 || rangeOf(get().cursor) !== null);
  const question = (key: string | null) => core.questions.find((one) => one.key === key);
  const spanQuestion = (name: string) => core.questions.find((one) => one.label.name === name);
  const show = (part: string, point: number) => core.sight?.show(part, point);

  const acts: Acts = {
    undo() {
      if (!open() || !core.travel("undo")) return false;
      say("undone");
      return true;
    },
    redo() {
      if (!open() || !core.travel("redo")) return false;
      say("redone");
      return true;
    },
    replace: (answer) => commit(answer, []),
    setReadOnly: (readOnly) => patch({ readOnly, linking: null, choice: -1 }),
    select(selected) {
      const [span, more] = selected.map(spanOf).filter((one) => one !== undefined);
      if (span === undefined) patch({ selected });
      else {
        const cursor = { part: span.part, anchor: span.start, head: span.end };
        patch({ selected, cursor: more === undefined ? cursor : null });
        say("selected", quote(span));
      }
    },
    selectNext(step) {
      const spans = inOrder(core.spans(), parts);
      if (spans.length === 0) return false;
      const at = spans.findIndex((one) => one.id === get().selected[0]);
      const start = at < 0 && step < 0 ? 0 : at;
      const next = spans[(start + step + spans.length) % spans.length]!;
      acts.select([next.id]);
      acts.reveal(next.id);
      return true;
    },
    reveal(id) {
      const one = find(get().answer, id);
      if (one === undefined) return;
      if (isSpan(one)) show(one.part, one.start);
      else if ("part" in one && one.part !== null) acts.setPart(one.part);
      const key = core.questions.find(
        (each) => each.label.name === one.name && givenTo(get().answer, each).includes(one),
      )?.key;
      if (key !== undefined && !isSpan(one)) acts.take(key);
    },
    remove(ids = get().selected) {
      if (!open() || ids.length === 0) return false;
      const gone = new Set(ids);
      const first = spanOf(ids[0]);
      const name = first === undefined ? "" : quote(first);
      commit(
        remove(get().answer, ids),
        get().selected.filter((id) => !gone.has(id)),
      );
      patch({ linking: null, cursor: collapsed(get().cursor) });
      say("removed", name);
      return true;
    },
    setCursor(cursor) {
      const part = cursor?.part ?? get().part;
      patch({ cursor, part, selected: [], linking: cursor === null ? null : get().linking });
    },
    move(by, way, extend) {
      const now = get().cursor ?? startAt(core);
      if (now === null) return false;
      const held = extend && get().selected.length === 1 ? spanOf(get().selected[0]) : undefined;
      const head = target(core, now, by, way);
      if (head === null) return false;
      if (held !== undefined && open()) {
        if (head === now.anchor) return true;
        const cursor = { ...now, head };
        const [start, end] = rangeOf(cursor)!;
        acts.resize(held.id, start, end);
        patch({ cursor });
      } else {
        const range = rangeOf(now);
        // As in any editor, a step without Shift leaves a marking at its end.
        const edge = range !== null && !extend && by === "character";
        const at = edge ? (way > 0 ? range[1] : range[0]) : head;
        acts.setCursor({ ...now, anchor: extend ? now.anchor : at, head: at });
        sayMove(core, now, at, extend);
      }
      show(now.part, get().cursor?.head ?? head);
      return true;
    },
    otherEnd() {
      const { cursor } = get();
      if (rangeOf(cursor) === null || cursor === null) return false;
      patch({ cursor: { ...cursor, anchor: cursor.head, head: cursor.anchor } });
      say(cursor.head > cursor.anchor ? "end_first" : "end_last");
      return true;
    },
    pick(index) {
      const choice = choices[index];
      if (choice === undefined || !open()) return false;
      const asked = spanQuestion(choice.label.name);
      if (asked !== undefined) patch({ hand: asked.key });
      if (chosen().length > 0) return acts.relabel(get().selected, index);
      if (rangeOf(get().cursor) !== null) return mark(index);
      patch({ choice: get().choice === index ? -1 : index });
      return true;
    },
    relabel(ids, index) {
      const choice = choices[index];
      const spans = ids.map(spanOf).filter((one) => one !== undefined);
      if (choice === undefined || !open() || spans.length === 0) return false;
      const name = choice.label.name;
      commit(
        put(
          get().answer,
          ...spans.map((span) => ({
            ...span,
            name,
            class: choice.class.id,
            attributes:
              span.name === name && choice.label.kind === "span"
                ? answered(choice.label.attributes ?? [], choice.class.id, span.attributes)
                : {},
          })),
        ),
      );
      say("relabelled", quote(spans[0]!));
      return true;
    },
    resize(id, start, end) {
      const span = spanOf(id);
      if (span === undefined || !open()) return false;
      const text = passage(span.part);
      const from = whole(text, start);
      const to = whole(text, end, "up");
      if (from >= to) return false;
      commit(put(get().answer, { ...span, start: from, end: to }), undefined, `place ${id}`);
      return true;
    },
    settle() {
      const { choice, cursor } = get();
      if (choice >= 0 && rangeOf(cursor) !== null) mark(choice);
    },
    group() {
      const spans = chosen();
      if (!open() || spans.length === 0) return false;
      const together = spans.every((one) => one.group !== null && one.group === spans[0]!.group);
      if (!together && spans.length < 2) return false;
      const group = together ? null : newId("g");
      commit(put(get().answer, ...spans.map((one) => ({ ...one, group }))));
      say(together ? "ungrouped" : "grouped");
      return true;
    },
    set(one, kind) {
      if (open()) commit(put(get().answer, one), undefined, kind);
    },
    give(asked, given, kind) {
      if (!open()) return;
      const ids = new Set(given.map((one) => one.id));
      const gone = givenTo(get().answer, asked).filter((one) => !ids.has(one.id));
      const less = remove(
        get().answer,
        gone.map((one) => one.id),
      );
      commit(put(less, ...given), undefined, kind);
    },
    take(key) {
      const part = question(key)?.part;
      patch({ hand: key, ...(part === null || part === undefined ? {} : { part }) });
    },
    takeNext(step) {
      const at = core.questions.findIndex((one) => one.key === get().hand);
      const next = core.questions[at + step];
      if (next === undefined) return false;
      turnTo(next);
      if (next.part !== null) show(next.part, 0);
      say("question", next.key);
      return true;
    },
    goOn() {
      const { answer, hand } = get();
      const at = core.questions.findIndex((one) => one.key === hand);
      const bare = (one: Question) =>
        one.label.kind !== "span" &&
        one.label.kind !== "relation" &&
        givenTo(answer, one).length === 0;
      const next = core.questions.slice(at + 1).find(bare);
      if (next === undefined) return;
      turnTo(next);
      if (next.part !== null) show(next.part, 0);
    },
    setPart(part) {
      if (get().part === part) return;
      const label = question(get().hand)?.label;
      const alike = core.questions.find((one) => one.part === part && one.label === label);
      const first = core.questions.find((one) => one.part === part);
      const hand = question(get().hand)?.part === null ? null : (alike ?? first);
      patch({ part, ...(hand === null || hand === undefined ? {} : { hand: hand.key }) });
    },
    nextPart(step) {
      const at = parts.findIndex((part) => part.id === get().part);
      const next = parts[at + step];
      if (next === undefined) return false;
      acts.setPart(next.id);
      show(next.id, 0);
      return true;
    },
    hears(asked) {
      if (!open()) return false;
      const hand = question(get().hand);
      const marks = marking() || hand?.label.kind === "span";
      return marks ? asked.label.kind === "span" : asked === hand;
    },
    press(digit) {
      if (!open()) return false;
      const asked = question(get().hand);
      if (digit > 0 && (marking() || asked?.label.kind === "span")) return acts.pick(digit - 1);
      if (asked === undefined) return false;
      return typeOf(asked.label.kind).press(core as unknown as TextEditor, asked, digit);
    },
    copy() {
      const { cursor } = get();
      const range = rangeOf(cursor);
      if (range === null || cursor === null) return false;
      void navigator.clipboard?.writeText(slice(partOf(cursor.part)?.text ?? "", ...range));
      return true;
    },
    link() {
      if (!open()) return false;
      const label = core.schema.labels.find((one) => one.kind === "relation");
      const [span] = chosen();
      const { linking } = get();
      if (label === undefined || span === undefined) return false;
      if (linking === null || linking === span.id) {
        patch({ linking: linking === null ? span.id : null });
        say(linking === null ? "linking" : "linking_off", quote(span));
        return true;
      }
      const from = spanOf(linking);
      patch({ linking: null });
      if (from === undefined) return false;
      const fits = core.schema.labels.find(
        (one) =>
          one.kind === "relation" &&
          (one.from == null || one.from.includes(from.name)) &&
          (one.to == null || one.to.includes(span.name)),
      );
      const kind = fits?.kind === "relation" ? fits : label;
      const first = kind.classes[0];
      if (first === undefined) return false;
      const id = newId();
      commit(
        put(get().answer, {
          kind: "relation",
          id,
          name: kind.name,
          class: first.id,
          from: from.id,
          to: span.id,
        }),
      );
      patch({ hand: kind.name });
      say("linked", `${quote(from)} → ${quote(span)}`);
      return true;
    },
  };

  /** Takes a question in hand and lets go of what is selected: number keys are the question's. */
  function turnTo(asked: Question): void {
    if (get().selected.length > 0 || rangeOf(get().cursor) !== null)
      patch({ selected: [], cursor: collapsed(get().cursor) });
    acts.take(asked.key);
  }

  /** A span of what is marked, in the class of a choice. */
  function mark(index: number): boolean {
    const choice = choices[index];
    const { cursor, answer } = get();
    const range = rangeOf(cursor);
    if (choice === undefined || cursor === null || range === null || !open()) return false;
    const { label } = choice;
    const part = partOf(cursor.part);
    if (label.kind !== "span" || part === undefined) return false;
    if (label.roles != null && (part.role === null || !label.roles.includes(part.role))) {
      say("not_here");
      return true;
    }
    const text = passageOf(part.text);
    const [start, end] = trimmed(text, whole(text, range[0]), whole(text, range[1], "up"));
    if (start >= end) return false;
    const same = core
      .spans()
      .find(
        (one) =>
          one.name === label.name &&
          one.class === choice.class.id &&
          one.part === part.id &&
          one.start === start &&
          one.end === end,
      );
    if (same !== undefined) {
      acts.select([same.id]);
      return true;
    }
    const made: Span = {
      kind: "span",
      id: newId(),
      name: label.name,
      class: choice.class.id,
      part: part.id,
      start,
      end,
      attributes: {},
      group: null,
    };
    patch({ cursor: { part: part.id, anchor: start, head: end } });
    commit(put(answer, made), [made.id]);
    say("marked", quote(made));
    return true;
  }
  return acts;
}
