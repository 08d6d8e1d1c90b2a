import type { Id } from "../../core/doc";
import { near, reveal, whole, zoom } from "../axis";
import { endOf, inOrder, isSegment, markOf, startOf } from "../doc";
import type { Core } from "../editor";

/** What is selected, and what of the time is seen. */
export type Looking = {
  select: (ids: readonly Id[]) => void;
  /** The next (or previous) mark; where none is selected, from the playhead. */
  selectNext: (step: 1 | -1) => boolean;
  /** Brings a mark into view. */
  reveal: (id: Id) => void;
  /** A mark as near as it can be. */
  zoomTo: (id: Id) => void;
  zoomBy: (factor: number, pixel?: number) => void;
  fit: () => void;
};

export function looking(core: Core): Looking {
  const { get, patch, player, axis } = core;
  const acts: Looking = {
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
  };
  return acts;
}
