import { useTranslation } from "react-i18next";
import type { ClockState } from "../clock/editor";
import { timeOf } from "../clock/format";
import { nameOf } from "../core/choices";
import { useFollowing, useStore } from "../use";
import type { Track } from "./doc";
import type { VideoEditor } from "./editor";
import { type Keyframe, ordinals } from "./tracks";

/** A part of an editor's state; `pick` gives the same value for the same state. */
export const useVideo = <T>(editor: VideoEditor, pick: (state: ClockState) => T): T =>
  useStore(editor.clock, pick);

/** The frame at hand. */
export const useFrame = (editor: VideoEditor): number =>
  useStore(editor.film.time, (frame) => frame);
/** The same for what stands beside the picture: the picture comes first. */
export const useFrameAfter = <T>(editor: VideoEditor, pick: (frame: number) => T): T =>
  useFollowing(editor.film.time, pick);

/** What a track is called: its class and which of its class it is. */
export function useTrackName(editor: VideoEditor): (track: Track) => string {
  const { t, i18n } = useTranslation("annotate");
  return (track) =>
    t("object", {
      name: nameOf(editor.choiceOf(track)?.class ?? { id: track.class }, i18n.language),
      n: ordinals(editor.get().answer).get(track.id) ?? 1,
    });
}

/** From which frame to which it goes, as its keyframes say. */
export function rangeOf({ keyframes }: Track, length: number): { start: number; end: number } {
  const last = (keyframes as readonly Keyframe[]).at(-1)!;
  return { start: keyframes[0]!.frame, end: last.outside === true ? last.frame - 1 : length - 1 };
}

/** When a frame is seen, as a clock says it. */
export const timeOfFrame = (editor: VideoEditor, frame: number): string =>
  timeOf(editor.film.timeOf(frame), 1);
