/** What moves through a video, in the API's own JSON form: tracks, each with its keyframes. */
import type { Classed, MarkQuestion, Point } from "../core/ask";

/** A frame on which somebody has said where it is; `outside` says that it is not seen from there on. */
type At<Place> =
  | ({ frame: number; outside?: false; occluded?: boolean } & Place)
  | { frame: number; outside: true };
export type BoxKeyframe = At<{ x: number; y: number; width: number; height: number }>;
export type PolygonKeyframe = At<{ points: readonly Point[] }>;
export type PointKeyframe = At<{ x: number; y: number }>;

export type BoxTrackLabel = MarkQuestion & { kind: "box_track" };
export type PolygonTrackLabel = MarkQuestion & { kind: "polygon_track" };
export type PointTrackLabel = MarkQuestion & { kind: "point_track" };
export type TrackLabel = BoxTrackLabel | PolygonTrackLabel | PointTrackLabel;

export type BoxTrack = Classed & { kind: "box_track"; keyframes: readonly BoxKeyframe[] };
export type PolygonTrack = Classed & {
  kind: "polygon_track";
  keyframes: readonly PolygonKeyframe[];
};
export type PointTrack = Classed & { kind: "point_track"; keyframes: readonly PointKeyframe[] };
export type Track = BoxTrack | PolygonTrack | PointTrack;
