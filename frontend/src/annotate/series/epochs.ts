/**
 * Work epoch by epoch: each stretch of `step` has exactly one class. A press on a class gives it to the
 * epoch under the playhead and goes on to the next; arrows go from epoch to epoch.
 */
import { near, reveal } from "../clock/axis";
import {
  inOrder,
  isSegment,
  isSegmentLabel,
  markOf,
  type Segment,
  type SegmentLabel,
  type Stretch,
} from "../clock/doc";
import { type Annotation, type Answer, type Id, newId } from "../core/doc";
import type { SeriesCore } from "./editor";

export type EpochLabel = SegmentLabel & { step: number };
export type EpochActs = {
  readonly label: EpochLabel;
  readonly count: number;
  /** Which one the playhead is in, from 0. */
  current: () => number;
  of: (index: number) => Stretch;
  /** How many have a class; on the channel in hand, where each channel has its own. */
  done: (answer: Answer) => number;
  go: (index: number) => boolean;
  by: (way: number) => boolean;
  /** The next (round about) that has no class. */
  nextOpen: () => boolean;
  /** Gives the epoch in hand a class and goes on; false where the choice is no class of epochs. */
  give: (choice: number) => boolean;
  isEpoch: (id: Id) => boolean;
  /** Takes the class of the epoch in hand away. */
  clear: () => boolean;
};

/** The question that is answered epoch by epoch. */
export const epochLabel = (labels: readonly { kind: string }[]): EpochLabel | undefined =>
  labels
    .filter(isSegmentLabel)
    .find((label): label is EpochLabel => label.cover === true && (label.step ?? 0) > 0);

/** Epochs in sight when one opens, where there are that many. */
const IN_SIGHT = 10;

export function epochsOf(core: SeriesCore): EpochActs | null {
  const label = epochLabel(core.schema.labels);
  if (label === undefined) return null;
  const { player, axis, get, facts, choices } = core;
  const { step } = label;
  const count = Math.ceil(facts.length / step);
  const of = (index: number): Stretch => ({
    start: index * step,
    end: Math.min((index + 1) * step, facts.length),
  });
  const own = (one: { kind: string }): one is Segment =>
    isSegment(one) &&
    one.name === label.name &&
    (label.per !== "channel" || one.channel === get().channel);
  const answered = (answer: Answer): ReadonlySet<number> => {
    const found = new Set<number>();
    for (const one of inOrder(answer)) {
      if (!own(one)) continue;
      for (let at = Math.floor(one.start / step); at * step < one.end; at += 1) found.add(at);
    }
    return found;
  };
  const current = () => Math.min(Math.floor(player.time.get() / step), count - 1);
  const go = (index: number): boolean => {
    const to = Math.min(Math.max(index, 0), count - 1);
    player.seek(of(to).start);
    const { start, end } = of(to);
    axis.set(reveal(axis.get(), { start, end }));
    return true;
  };
  /** The answer without what lies over an epoch; what reaches beyond keeps the rest. */
  const without = (answer: Answer, { start, end }: Stretch): readonly Annotation[] =>
    answer.annotations.flatMap((one): readonly Annotation[] => {
      if (!own(one) || one.end <= start || one.start >= end) return [one];
      const rest: Segment[] = [];
      if (one.start < start) rest.push({ ...one, end: start });
      if (one.end > end)
        rest.push({ ...one, start: end, ...(one.start < start ? { id: newId() } : {}) });
      return rest;
    });
  const put = (index: number, id: string | null): boolean => {
    if (get().readOnly) return false;
    const { answer } = get();
    const place = of(index);
    const there = inOrder(answer).filter(
      (one): one is Segment => own(one) && one.start < place.end && one.end > place.start,
    );
    const had = there.find((one) => one.start === place.start && one.end === place.end);
    if (had !== undefined && had.class === id) return true;
    if (id === null && there.length === 0) return false;
    const rest = without(answer, place);
    const one: Segment = {
      kind: "segment",
      id: had?.id ?? newId(),
      name: label.name,
      class: id ?? "",
      ...place,
      ...(label.per === "channel" ? { channel: get().channel } : {}),
    };
    const annotations = id === null ? rest : [...rest, one];
    core.commit({ ...answer, annotations }, []);
    return true;
  };
  // It begins at the first that is open, with some around it in sight.
  const there = answered(get().answer);
  const open = Array.from({ length: count }, (_, n) => n).find((n) => !there.has(n)) ?? 0;
  player.seek(of(open).start);
  const off = axis.subscribe(() => {
    const now = axis.get();
    if (now.width === 0) return;
    off();
    if (!now.fitted || count <= IN_SIGHT) return;
    const first = Math.min(Math.max(0, open - 2), count - IN_SIGHT);
    axis.set(near(now, { start: of(first).start, end: of(first + IN_SIGHT - 1).end }, 0));
  });
  return {
    label,
    count,
    current,
    of,
    done: (answer) => answered(answer).size,
    go,
    by: (way) => go(current() + way),
    nextOpen() {
      const there = answered(get().answer);
      for (let n = 1; n <= count; n += 1) {
        const at = (current() + n) % count;
        if (!there.has(at)) return go(at);
      }
      return false;
    },
    give(choice) {
      const one = choices[choice];
      if (one === undefined || one.label.name !== label.name || get().readOnly) return false;
      const at = current();
      if (!put(at, one.class.id)) return false;
      core.patch({ choice });
      if (at + 1 < count) go(at + 1);
      return true;
    },
    isEpoch: (id) => markOf(get().answer, id)?.name === label.name,
    clear: () => put(current(), null),
  };
}
