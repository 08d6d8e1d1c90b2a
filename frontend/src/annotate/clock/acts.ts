/** Everything that a person can do to segments and events, by whatever means: keys, buttons, list, handles. */

import type { AttributeValue, Values } from "../core/ask";
import { answered } from "../core/attributes";
import {
  type Annotation,
  type Answer,
  choose,
  type Id,
  isRelation,
  newId,
  put,
  remove,
} from "../core/doc";
import { near, reveal, whole, zoom } from "./axis";
import {
  type ClockLabel,
  type ClockMark,
  type Event,
  endOf,
  inOrder,
  isClockLabel,
  isClockMark,
  isSegment,
  isSegmentLabel,
  markOf,
  type Segment,
  type SegmentLabel,
  startOf,
} from "./doc";
import type { Core } from "./editor";
import { freeFor, settle, touching } from "./places";

export type Edge = "start" | "end";
export type Acts = {
  undo: () => boolean;
  redo: () => boolean;
  /** Another answer in the place of this one, as one step that can be taken back. */
  replace: (answer: Answer) => void;
  setReadOnly: (readOnly: boolean) => void;
  select: (ids: readonly Id[]) => void;
  /** The next (or previous) mark; where none is selected, from the playhead. */
  selectNext: (step: 1 | -1) => boolean;
  /** Brings a mark into view. */
  reveal: (id: Id) => void;
  /** A mark as near as it can be. */
  zoomTo: (id: Id) => void;
  zoomBy: (factor: number, pixel?: number) => void;
  fit: () => void;
  remove: (ids?: readonly Id[]) => boolean;
  /** What a press on a class does: what is selected gets it, what is made from now on too; a class of the
   * whole is chosen, one of relations ends the relation that is being made. */
  pick: (index: number) => boolean;
  /** Who speaks in what is selected, and in what is made. */
  speak: (speaker: string | null) => boolean;
  /** A segment (an event where the class in hand is one) from a place to another; its id. */
  add: (start: number, end: number, channel?: string | null) => Id | null;
  /** One at the playhead: of what is pulled, of what is free there, else as long as `reach.made`. */
  addHere: () => boolean;
  addEvent: (at?: number, channel?: string | null) => Id | null;
  /** A segment starts at the playhead; `finish` makes it. */
  begin: () => boolean;
  finish: () => boolean;
  /** Cuts the selected segment, or the one under the playhead, in two; what is written of it goes along with the
   * first unless `cut` says how it is parted. */
  split: (at?: number, cut?: { id: Id; texts: readonly [Texts, Texts] }) => boolean;
  /** Makes one of the selected segments, or of the selected one and the next. */
  merge: () => boolean;
  /** Other edges for a segment, another place for an event; `keep: false` while it is pulled. */
  place: (id: Id, place: { start?: number; end?: number; at?: number }, keep?: boolean) => boolean;
  /** Moves an edge of what is selected; to the playhead without `by`. */
  moveEdge: (edge: Edge, by?: number) => boolean;
  /** Moves what is selected as it is. */
  nudge: (by: number) => boolean;
  /** What is written of a segment, in one line. */
  write: (id: Id, line: string, text: string) => boolean;
  setAttribute: (ids: readonly Id[], name: string, value: AttributeValue | undefined) => void;
  setChannel: (channel: string | null) => void;
  /** Keeps the answer to a question about the whole, or takes it away. */
  answerTo: (id: Id, one: Annotation | null) => boolean;
  /** Binds selected marks together, or lets them go. */
  group: () => boolean;
  /** Begins a relation at the selected mark; where one waits, ends it there. */
  link: () => boolean;
  /** Plays or stops: what is selected, else from the playhead. */
  playPause: () => boolean;
  playMark: (id: Id) => void;
  /** Plays what is selected again and again, or no longer. */
  loop: () => boolean;
  seekBy: (by: number) => boolean;
};
export type Texts = Readonly<Record<string, string>>;

export function actsOf(core: Core): Acts {
  const { get, patch, commit, say, choices, player, axis, facts } = core;
  const open = () => !get().readOnly;
  const labelOf = (name: string): ClockLabel | undefined => {
    const label = core.schema.labels.find((one) => one.name === name);
    return label !== undefined && isClockLabel(label) ? label : undefined;
  };
  const segmentLabel = (name: string): SegmentLabel | undefined => {
    const label = labelOf(name);
    return label !== undefined && isSegmentLabel(label) ? label : undefined;
  };
  const chosen = (): readonly ClockMark[] =>
    get()
      .selected.map((id) => markOf(get().answer, id))
      .filter((one) => one !== undefined);
  const segments = (): readonly Segment[] => chosen().filter(isSegment);
  const keep = (answer: Answer, selected?: readonly Id[], kind?: string) =>
    commit(answer, selected, kind);
  const having = (...ones: ClockMark[]): Answer => put(get().answer, ...ones);
  /** The label and class that the next mark gets: those in hand, else the first of its kind. */
  const inHand = (kind: ClockLabel["kind"]) => {
    const now = choices[get().choice];
    const one =
      now !== undefined && now.label.kind === kind
        ? now
        : choices.find((each) => each.label.kind === kind);
    return one === undefined ? null : { label: one.label as ClockLabel, class: one.class.id };
  };
  /** The segment under the playhead: the selected one, else the last that began. */
  const here = (): Segment | undefined => {
    const at = player.time.get();
    const around = inOrder(get().answer).filter(
      (one): one is Segment => isSegment(one) && one.start <= at && at < one.end,
    );
    return around.find((one) => get().selected.includes(one.id)) ?? around.at(-1);
  };
  const channelFor = (label: ClockLabel, channel: string | null | undefined) =>
    label.per === "channel" ? { channel: channel ?? get().channel } : {};

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
    replace: (answer) => keep(answer, []),
    setReadOnly: (readOnly) => patch({ readOnly, linking: null, begun: null, pulled: null }),
    select(selected) {
      if (player.loop.get() !== null) {
        const one = markOf(get().answer, selected[0]);
        player.setLoop(one !== undefined && isSegment(one) ? one : null);
      }
      patch({ selected, pulled: null });
    },
    selectNext(step) {
      const all = inOrder(get().answer);
      if (all.length === 0) return false;
      const now = all.findIndex((one) => one.id === get().selected[0]);
      const at = player.time.get();
      let next: number;
      if (now >= 0) next = now + step;
      else if (step > 0) next = all.findIndex((one) => startOf(one) >= at);
      else next = all.findLastIndex((one) => startOf(one) < at);
      const one = all[(next + all.length) % all.length]!;
      acts.select([one.id]);
      player.seek(startOf(one));
      acts.reveal(one.id);
      return true;
    },
    reveal(id) {
      const one = markOf(get().answer, id);
      if (one !== undefined) axis.set(reveal(axis.get(), { start: startOf(one), end: endOf(one) }));
    },
    zoomTo(id) {
      const one = markOf(get().answer, id);
      if (one === undefined) return;
      const spare = isSegment(one) ? 0 : core.reach.made / 2;
      axis.set(near(axis.get(), { start: startOf(one) - spare, end: endOf(one) + spare }));
    },
    zoomBy: (factor, pixel) => axis.set(zoom(axis.get(), factor, pixel)),
    fit: () => axis.set(whole(axis.get())),
    remove(ids = get().selected) {
      if (!open() || ids.length === 0) return false;
      const gone = new Set(ids);
      keep(
        remove(get().answer, ids),
        get().selected.filter((id) => !gone.has(id)),
      );
      patch({ linking: null });
      say("removed");
      return true;
    },
    pick(index) {
      const choice = choices[index];
      if (choice === undefined || !open()) return false;
      const { label } = choice;
      if (choice.label.kind === "class") {
        commit(choose(get().answer, choice.label, choice.class.id, newId()));
        return true;
      }
      if (!isClockLabel(label)) {
        patch({ choice: index });
        return true;
      }
      patch({ choice: index });
      const marks = chosen().filter((one) => one.kind === label.kind);
      if (marks.length > 0)
        keep(
          having(
            ...marks.map((one) => ({
              ...one,
              name: choice.label.name,
              class: choice.class.id,
              ...valued(
                one.name === choice.label.name
                  ? answered(label.attributes ?? [], choice.class.id, one.attributes ?? {})
                  : {},
              ),
            })),
          ),
        );
      return true;
    },
    speak(speaker) {
      if (!open()) return false;
      patch({ speaker });
      const ones = segments().filter((one) => segmentLabel(one.name)?.speakers != null);
      if (ones.length > 0) keep(having(...ones.map((one) => ({ ...one, speaker }))));
      return true;
    },
    add(start, end, channel) {
      const hand = inHand("segment");
      if (hand === null || !open() || !isSegmentLabel(hand.label)) return null;
      const { label } = hand;
      const one: Segment = {
        kind: "segment",
        id: newId(),
        name: label.name,
        class: hand.class,
        start: settle(facts, label, Math.min(start, end)),
        end: settle(facts, label, Math.max(start, end)),
        ...channelFor(label, channel),
        ...(label.speakers == null ? {} : { speaker: get().speaker }),
      };
      const free = freeFor(get().answer, label, one, one.start);
      if (free === null) return null;
      keep(having({ ...one, ...free }), [one.id]);
      patch({ pulled: null, begun: null });
      say("added");
      return one.id;
    },
    addHere() {
      if (inHand("segment") === null) return acts.addEvent() !== null;
      const { pulled } = get();
      if (pulled !== null) return acts.add(pulled.start, pulled.end, pulled.channel) !== null;
      const at = player.time.get();
      return acts.add(at, Math.min(facts.length, at + core.reach.made)) !== null;
    },
    addEvent(at = player.time.get(), channel) {
      const hand = inHand("event");
      if (hand === null || !open()) return null;
      const last = facts.frames === true ? facts.length - 1 : facts.length;
      const one: Event = {
        kind: "event",
        id: newId(),
        name: hand.label.name,
        class: hand.class,
        at: Math.min(settle(facts, null, at), last),
        ...channelFor(hand.label, channel),
      };
      keep(having(one), [one.id]);
      say("added");
      return one.id;
    },
    begin() {
      if (!open() || inHand("segment") === null) return false;
      patch({ begun: settle(facts, null, player.time.get()), selected: [] });
      say("begun");
      return true;
    },
    finish() {
      const { begun } = get();
      if (begun === null) return false;
      return acts.add(begun, player.time.get()) !== null;
    },
    split(at = player.time.get(), cut) {
      const own = cut === undefined ? here() : markOf(get().answer, cut.id);
      if (!open() || own === undefined || !isSegment(own)) return false;
      const place = settle(facts, segmentLabel(own.name) ?? null, at);
      if (place <= own.start || place >= own.end) return false;
      const [first, second] = cut?.texts ?? [own.texts ?? {}, {}];
      const { texts: _, ...rest } = own;
      const next: Segment = { ...rest, id: newId(), start: place, ...lines(second) };
      keep(having({ ...rest, end: place, ...lines(first) }, next), [next.id]);
      say("split");
      return true;
    },
    merge() {
      if (!open()) return false;
      let ones = [...segments()];
      const [first] = ones;
      if (first === undefined) return false;
      const label = segmentLabel(first.name);
      if (ones.length === 1) {
        const all = inOrder(get().answer).filter(
          (one): one is Segment =>
            isSegment(one) &&
            one.name === first.name &&
            (one.channel ?? null) === (first.channel ?? null) &&
            (label?.overlap !== "speakers" || one.speaker === first.speaker),
        );
        const next = all[all.findIndex((one) => one.id === first.id) + 1];
        if (next === undefined) return false;
        ones = [first, next];
      }
      ones.sort((a, b) => a.start - b.start || a.end - b.end);
      if (ones.some((one) => one.name !== first.name)) return false;
      const [head, ...others] = ones as [Segment, ...Segment[]];
      const names = new Set(ones.flatMap((one) => Object.keys(one.texts ?? {})));
      const { texts: _, ...rest } = head;
      const joined = Object.fromEntries(
        [...names].map((name) => [
          name,
          ones.flatMap((one) => one.texts?.[name]?.trim() || []).join(" "),
        ]),
      );
      const end = Math.max(...ones.map((one) => one.end));
      const less = remove(
        get().answer,
        others.map((one) => one.id),
      );
      keep(put(less, { ...rest, end, ...lines(joined) }), [head.id]);
      say("merged");
      return true;
    },
    place(id, to, kept = true) {
      const one = markOf(get().answer, id);
      if (one === undefined || !open()) return false;
      const moved = isSegment(one) ? stretched(one, to) : dated(one, to.at);
      if (moved === null) return false;
      if (kept) keep(moved, undefined, `place ${id}`);
      else core.preview(moved);
      return true;
    },
    moveEdge(edge, by) {
      const one = segments()[0] ?? (by === undefined ? here() : undefined);
      if (one === undefined || !open()) return false;
      const to = by === undefined ? player.time.get() : one[edge] + by;
      return acts.place(one.id, { [edge]: to });
    },
    nudge(by) {
      const ones = chosen();
      if (ones.length === 0 || !open()) return false;
      const low = Math.min(...ones.map(startOf));
      const high = Math.max(...ones.map(endOf));
      const last = facts.frames === true && ones.some((one) => !isSegment(one)) ? 1 : 0;
      const step = Math.min(Math.max(by, -low), facts.length - last - high);
      keep(
        having(
          ...ones.map((one) =>
            isSegment(one)
              ? { ...one, start: one.start + step, end: one.end + step }
              : { ...one, at: one.at + step },
          ),
        ),
        undefined,
        "nudge",
      );
      return true;
    },
    write(id, line, text) {
      const one = markOf(get().answer, id);
      if (one === undefined || !isSegment(one) || !open()) return false;
      const { texts, ...rest } = one;
      keep(
        having({ ...rest, ...lines({ ...texts, [line]: text }) }),
        undefined,
        `write ${id} ${line}`,
      );
      return true;
    },
    setAttribute(ids, name, value) {
      if (!open()) return;
      const ones = ids.map((id) => markOf(get().answer, id)).filter((one) => one !== undefined);
      keep(
        having(
          ...ones.map((one) => ({
            ...one,
            ...valued(
              answered(
                labelOf(one.name)?.attributes ?? [],
                one.class,
                one.attributes ?? {},
                name,
                value,
              ),
            ),
          })),
        ),
        undefined,
        `attribute ${ids.join()} ${name}`,
      );
    },
    setChannel: (channel) => patch({ channel }),
    answerTo(id, one) {
      if (!open()) return false;
      commit(
        one === null ? remove(get().answer, [id]) : put(get().answer, one),
        undefined,
        `answer ${id}`,
      );
      return true;
    },
    group() {
      const ones = chosen();
      if (!open() || ones.length === 0) return false;
      const together = ones.every((one) => one.group != null && one.group === ones[0]!.group);
      if (!together && ones.length < 2) return false;
      const group = together ? null : newId();
      keep(having(...ones.map((one) => ({ ...one, group }))));
      say(together ? "ungrouped" : "grouped");
      return true;
    },
    link() {
      const [one] = chosen();
      const { linking } = get();
      if (one === undefined || !open()) return false;
      if (linking === null) {
        patch({ linking: one.id });
        say("linking");
        return true;
      }
      const choice =
        choices[get().choice]?.label.kind === "relation"
          ? choices[get().choice]
          : choices.find((each) => each.label.kind === "relation");
      patch({ linking: null });
      if (choice === undefined || linking === one.id) return false;
      const made = {
        kind: "relation" as const,
        id: newId(),
        name: choice.label.name,
        class: choice.class.id,
        from: linking,
        to: one.id,
      };
      const same = get().answer.annotations.some(
        (each) =>
          isRelation(each) &&
          each.class === made.class &&
          each.from === made.from &&
          each.to === made.to,
      );
      if (!same) commit(put(get().answer, made));
      say("linked");
      return true;
    },
    playPause() {
      if (player.playing.get()) {
        player.pause();
        return true;
      }
      const [one] = segments();
      const at = player.time.get();
      const inside = one !== undefined && at >= one.start && at < one.end;
      // From where it stands inside of what is selected, to its end.
      player.play(one === undefined ? undefined : { start: inside ? at : one.start, end: one.end });
      return true;
    },
    playMark(id) {
      const one = markOf(get().answer, id);
      if (one !== undefined && isSegment(one)) player.play(one);
      else if (one !== undefined) player.seek(startOf(one));
    },
    loop() {
      const [one] = segments();
      if (player.loop.get() !== null) player.setLoop(null);
      else if (one !== undefined) {
        player.setLoop(one);
        player.play(one);
      } else return false;
      return true;
    },
    seekBy(by) {
      player.seek(Math.min(Math.max(player.time.get() + by, 0), facts.length));
      return true;
    },
  };

  /** With other edges: cut at the neighbours, where it may not lie across them; where no gap may be, they
   * move along. */
  function stretched(one: Segment, to: { start?: number; end?: number }): Answer | null {
    const label = segmentLabel(one.name);
    const start = to.start === undefined ? one.start : settle(facts, label ?? null, to.start);
    const end = to.end === undefined ? one.end : settle(facts, label ?? null, to.end);
    if (end <= start || label === undefined) return null;
    const along = (["start", "end"] as const).flatMap((edge) =>
      touching(get().answer, label, one, edge).map((each) =>
        edge === "start" ? { ...each, end: start } : { ...each, start: end },
      ),
    );
    if (along.some((each) => each.end <= each.start)) return null;
    const next = { ...one, start, end };
    if (along.length > 0) return having(next, ...along);
    const hold = to.start === undefined ? one.start : to.end === undefined ? one.end : start;
    const free = freeFor(get().answer, label, next, hold);
    return free === null ? null : having({ ...next, ...free });
  }

  function dated(one: Event, at: number | undefined): Answer | null {
    if (at === undefined) return null;
    const last = facts.frames === true ? facts.length - 1 : facts.length;
    return having({ ...one, at: Math.min(settle(facts, null, at), last) });
  }
  return acts;
}

const valued = (attributes: Values) => ({ attributes });
/** What is written, without the lines that say nothing. */
const lines = (texts: Texts): { texts: Texts } => ({
  texts: Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== "")),
});

/** Is it a mark that the acts know? */
export const isOwn = (one: Annotation): boolean => isClockMark(one);
