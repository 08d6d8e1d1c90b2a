import type { Answer, Id } from "../../core/doc";
import { type Event, endOf, isSegment, markOf, type Segment, startOf } from "../doc";
import type { Core } from "../editor";
import { freeFor, settle, touching } from "../places";
import type { Hand } from "./hand";

export type Edge = "start" | "end";
/** Other edges, other places. */
export type Moving = {
  /** Other edges for a segment, another place for an event; `keep: false` while it is pulled. */
  place: (id: Id, place: { start?: number; end?: number; at?: number }, keep?: boolean) => boolean;
  /** Moves an edge of what is selected; to the playhead without `by`. */
  moveEdge: (edge: Edge, by?: number) => boolean;
  /** Moves what is selected as it is. */
  nudge: (by: number) => boolean;
};

export function moving(core: Core, hand: Hand): Moving {
  const { get, player, facts } = core;
  const { open, segmentLabel, chosen, segments, keep, having, here } = hand;
  const acts: Moving = {
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
