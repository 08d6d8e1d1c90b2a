import type { Id } from "../../core/doc";
import { isSegment, markOf, startOf } from "../doc";
import type { Core } from "../editor";
import type { Hand } from "./hand";

/** They are heard and seen. */
export type Playing = {
  /** Plays or stops: what is selected, else from the playhead. */
  playPause: () => boolean;
  playMark: (id: Id) => void;
  /** Plays what is selected again and again, or no longer. */
  loop: () => boolean;
  seekBy: (by: number) => boolean;
};

export function playing(core: Core, hand: Hand): Playing {
  const { get, player, facts } = core;
  const { segments } = hand;
  return {
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
}
