import { isSegment } from "~/annotate/clock/doc";
import type { Annotation } from "~/annotate/core/doc";
import type { VideoFacts } from "~/annotate/media";
import type { Track } from "~/annotate/video/doc";
import { isPlaced, isTrack, numbersOf, shapeAt } from "~/annotate/video/tracks";

type Place = readonly number[];

const middle = (kind: Track["kind"], of: Place): [number, number] => {
  if (kind === "box_track") return [of[0]! + of[2]! / 2, of[1]! + of[3]! / 2];
  const [xs, ys] = [0, 1].map((axis) => of.filter((_, n) => n % 2 === axis));
  const mean = (all: readonly number[] = []) => all.reduce((sum, one) => sum + one, 0) / all.length;
  return [mean(xs), mean(ys)];
};

/** The shape of a track at one of its places. */
function Drawn({ kind, of, unit }: { kind: Track["kind"]; of: Place; unit: number }) {
  if (kind === "box_track") {
    const [x, y, width, height] = of;
    return <rect {...{ x, y, width, height }} />;
  }
  if (kind === "point_track") return <circle cx={of[0]} cy={of[1]} r={5 * unit} />;
  const corners = of.flatMap((x, n) => (n % 2 === 0 ? [`${x} ${of[n + 1]}`] : []));
  return <path d={`M${corners.join("L")}Z`} />;
}

/** The frame on which the most of it is seen. */
function bestFrame(tracks: readonly Track[], length: number): number {
  const frames = [0.5, 0.4, 0.6, 0.3, 0.7].map((share) => Math.floor(share * length));
  const seen = (frame: number) => tracks.filter((one) => shapeAt(one, frame) !== null).length;
  return frames.reduce((best, frame) => (seen(frame) > seen(best) ? frame : best));
}

/** One frame of a video with its tracks and their ways; without any, with what is said on it. */
export function SketchFilm({
  facts,
  annotations,
  colour,
}: {
  facts: VideoFacts;
  annotations: readonly Annotation[];
  colour: (one: Annotation) => string;
}) {
  const { width, height, length } = facts;
  const tracks = annotations.filter(isTrack);
  const frame = bestFrame(tracks, length);
  const unit = height / 120;
  const texts = annotations.flatMap((one) =>
    isSegment(one) && one.start <= frame && frame < one.end ? Object.values(one.texts ?? {}) : [],
  );
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className="sketch-film">
      <title>▶</title>
      <rect {...{ width, height }} rx={6 * unit} className="sketch-frame" />
      {tracks.map((one) => {
        const shown = shapeAt(one, frame);
        const placed = one.keyframes.filter(isPlaced).map(numbersOf);
        const way = placed.map((each) => middle(one.kind, each).join(" ")).join("L");
        const line = { stroke: colour(one), fill: colour(one), strokeWidth: 2 * unit };
        return (
          <g key={one.id} {...line} strokeLinejoin="round">
            <path d={`M${way}`} fill="none" strokeDasharray={`${3 * unit} ${4 * unit}`} />
            {placed.map((each) => (
              <g key={each.join(" ")} fillOpacity={0.06} strokeOpacity={0.35}>
                <Drawn kind={one.kind} of={each} unit={unit} />
              </g>
            ))}
            {shown !== null && (
              <g fillOpacity={0.28}>
                <Drawn kind={one.kind} of={shown.numbers} unit={unit} />
              </g>
            )}
          </g>
        );
      })}
      {tracks.length === 0 && (
        <>
          <path
            d={`M${width / 2 - 12 * unit} ${height / 2 - 26 * unit}v${36 * unit}l${30 * unit} ${-18 * unit}z`}
            className="sketch-play"
          />
          {texts[0] !== undefined && (
            <text x={width / 2} y={height - 14 * unit} fontSize={13 * unit} textAnchor="middle">
              {texts[0]}
            </text>
          )}
        </>
      )}
    </svg>
  );
}
