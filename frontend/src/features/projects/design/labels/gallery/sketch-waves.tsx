import { isEvent, isSegment } from "~/annotate/clock/doc";
import type { Annotation } from "~/annotate/core/doc";
import type { SeriesFacts } from "~/annotate/media";

const BARS = 120;
const POINTS = 240;
const QUIET = 0.05;
const CHANNELS = 4; // that are drawn

/** A number from 0 to 1 that is the same each time: sketches do not change while one looks. */
const dice = (n: number): number => {
  const value = Math.sin(n * 127.1 + 11.7) * 43_758.5453;
  return value - Math.floor(value);
};

/** A recording's waveform: loud where something is marked. */
export function Wave({
  length,
  annotations,
}: {
  length: number;
  annotations: readonly Annotation[];
}) {
  const segments = annotations.filter(isSegment);
  const events = annotations.filter(isEvent);
  const level = (n: number): number => {
    const at = ((n + 0.5) / BARS) * length;
    const near = events.some((one) => Math.abs(one.at - at) < length / BARS);
    if (near) return 0.95;
    const inside = segments.some((one) => one.start <= at && at < one.end);
    return inside ? 0.25 + 0.6 * dice(n) * Math.abs(Math.sin(n / 3)) : QUIET * (0.5 + dice(n));
  };
  return (
    <svg viewBox={`0 0 ${BARS} 2`} preserveAspectRatio="none" className="sketch-wave">
      <title>~</title>
      <path
        d={[...Array(BARS).keys()]
          .map((n) => `M${n + 0.5} ${1 - level(n)}v${2 * level(n)}`)
          .join("")}
      />
    </svg>
  );
}

/** The lines of a time series, one under the other; what is marked on one of them is behind it. */
export function Traces({
  facts,
  annotations,
  colour,
}: {
  facts: SeriesFacts;
  annotations: readonly Annotation[];
  colour: (one: Annotation) => string;
}) {
  const { length } = facts;
  const channels = facts.channels.slice(0, CHANNELS);
  const segments = annotations.filter(isSegment);
  const events = annotations.filter(isEvent);
  const line = (name: string, n: number): string => {
    const own = segments.filter((one) => one.channel === name);
    const points = [...Array(POINTS).keys()].map((x) => {
      const at = (x / (POINTS - 1)) * length;
      const stage = segments.findIndex((one) => !one.channel && one.start <= at && at < one.end);
      const loud = own.some((one) => one.start <= at && at < one.end) ? 3 : 1 + dice(stage) / 2;
      const slow = Math.sin(x / (7 + 5 * n)) * 0.12 + Math.sin(x / (3 + n)) * 0.06;
      // What happens in a moment is seen in all channels as a spike.
      const spike = events.reduce((sum, one) => {
        const off = ((one.at - at) / length) * POINTS;
        return sum + 0.6 * Math.exp(-off * off) - 0.15 * Math.exp(-((off + 2) ** 2));
      }, 0);
      const y = 0.5 - loud * (slow + (dice(x + 997 * n) - 0.5) * 0.08) - spike * (n < 2 ? 1 : 0.3);
      return `${x} ${(n + Math.min(0.95, Math.max(0.05, y))).toFixed(3)}`;
    });
    return `M${points.join("L")}`;
  };
  return (
    <svg
      viewBox={`0 0 ${POINTS - 1} ${channels.length}`}
      preserveAspectRatio="none"
      className="sketch-traces"
    >
      <title>~</title>
      {segments.map((one) => {
        const n = channels.findIndex(({ name }) => name === one.channel);
        const x = (one.start / length) * POINTS;
        const width = ((one.end - one.start) / length) * POINTS;
        return n < 0 ? null : (
          <rect key={one.id} {...{ x, width }} y={n} height={1} fill={colour(one)} opacity={0.3} />
        );
      })}
      {channels.map(({ name }, n) => (
        <path key={name} d={line(name, n)} />
      ))}
    </svg>
  );
}
