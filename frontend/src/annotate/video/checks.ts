/** What can be wrong with tracks: the server's own rules, in its codes and order. */
import type { Asked, Checks } from "../core/checks/check";
import { codes } from "../core/checks/check";
import { marks } from "../core/checks/marks";
import type { Label, Size } from "../core/doc";
import { shapeOf } from "../core/shapes";
import type { Track } from "./doc";
import { isPlaced, type Keyframe, markAt } from "./tracks";

export type VideoSize = Size & { length: number; frames: true };

const track = marks<Label & never, never>((_, asked: Asked, one: Track) => {
  const { length, ...size } = asked.facts as unknown as VideoSize;
  const keyframes: readonly Keyframe[] = one.keyframes;
  const faults = new Set(
    keyframes.filter(isPlaced).flatMap((each) => {
      const mark = markAt({ ...one, keyframes: [each] } as Track, each.frame)!;
      return shapeOf(mark).faults(mark, size, undefined as never);
    }),
  );
  return codes(
    keyframes.some((each, n) => n > 0 && each.frame <= keyframes[n - 1]!.frame) &&
      "keyframes_unordered",
    keyframes[0]?.outside === true && "starts_outside",
    keyframes.some((each) => each.frame >= length) && "past_last_frame",
    faults.has("zero_area") && "zero_area",
    faults.has("past_edge") && "past_edge",
  );
}) as unknown as Checks[string];

export const TRACK_CHECKS: Checks = {
  box_track: track,
  polygon_track: track,
  point_track: track,
};
