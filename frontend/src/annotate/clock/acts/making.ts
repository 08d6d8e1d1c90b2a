import { type Id, newId, put, remove } from "../../core/doc";
import { type Event, inOrder, isSegment, isSegmentLabel, markOf, type Segment } from "../doc";
import type { Core } from "../editor";
import { freeFor, settle } from "../places";
import { type Hand, lines, type Texts } from "./hand";

/** Segments and events come, go, are cut and joined. */
export type Making = {
  remove: (ids?: readonly Id[]) => boolean;
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
};

export function making(core: Core, hand: Hand): Making {
  const { get, patch, say, player, facts } = core;
  const { open, segmentLabel, segments, keep, having, inHand, here, channelFor } = hand;
  const acts: Making = {
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
  };
  return acts;
}
