/** Time along the window: which stretch is in sight, and how wide a unit of the clock is drawn. Pure;
 * the editor keeps one in a store, and canvases and handles go by that. */
import type { Stretch } from "./doc";

export type Axis = {
  /** The place at the left edge, in the clock's units. */
  start: number;
  /** CSS pixels to a unit. */
  scale: number;
  /** CSS pixels of the window. */
  width: number;
  /** The whole of it, in the clock's units. */
  length: number;
  /** Pixels to a unit when nearest, where that is not `MOST`. */
  most?: number;
  /** Follows the window's width until somebody zooms or pans. */
  fitted: boolean;
};

/** Pixels to a unit when nearest: a millisecond is seen, a frame is as wide as a thumb. */
const MOST = 64;

const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), Math.max(low, high));

export const beginAxis = (length: number, most = MOST): Axis => ({
  start: 0,
  most,
  scale: 0,
  width: 0,
  length: Math.max(length, 1e-9),
  fitted: true,
});

export const toPixel = (axis: Axis, place: number): number => (place - axis.start) * axis.scale;
export const toPlace = (axis: Axis, pixel: number): number =>
  axis.scale === 0 ? 0 : axis.start + pixel / axis.scale;

/** The stretch in sight. */
export const seen = (axis: Axis): Stretch => ({
  start: axis.start,
  end: toPlace(axis, axis.width),
});

const least = (axis: Axis): number => axis.width / axis.length;

function settled(axis: Axis): Axis {
  const low = least(axis);
  const scale = clamp(axis.scale, low, Math.max(low, axis.most ?? MOST));
  const span = scale === 0 ? 0 : axis.width / scale;
  return { ...axis, scale, start: clamp(axis.start, 0, axis.length - span) };
}

/** All of it. */
export const whole = (axis: Axis): Axis => settled({ ...axis, scale: 0, start: 0, fitted: true });

/** A window of another width: what was at its left stays there. */
export function resized(axis: Axis, width: number): Axis {
  if (width === axis.width) return axis;
  const next = { ...axis, width };
  return axis.fitted || axis.scale === 0 ? whole(next) : settled(next);
}

/** Nearer by a factor; the place under `pixel` stays where it is. */
export function zoom(axis: Axis, factor: number, pixel: number = axis.width / 2): Axis {
  const at = toPlace(axis, pixel);
  const { scale } = settled({ ...axis, scale: axis.scale * factor });
  return settled({ ...axis, scale, start: at - pixel / scale, fitted: false });
}

export const pan = (axis: Axis, pixels: number): Axis =>
  settled({ ...axis, start: toPlace(axis, pixels), fitted: false });

/** A stretch with some room around it, as near as it can be. */
export function near(axis: Axis, { start, end }: Stretch, margin = 0.15): Axis {
  const span = Math.max(end - start, axis.length / 1e6) * (1 + 2 * margin);
  const scale = settled({ ...axis, scale: axis.width / span }).scale;
  const middle = (start + end) / 2;
  return settled({ ...axis, scale, start: middle - axis.width / scale / 2, fitted: false });
}

/** Moved no more than needed so that a stretch is in sight, with a little beyond its edges. */
export function reveal(axis: Axis, { start, end }: Stretch): Axis {
  const span = axis.scale === 0 ? 0 : axis.width / axis.scale;
  const spare = span * 0.05;
  const inside = start >= axis.start && end <= axis.start + span;
  if (inside) return axis;
  const left = end - start + 2 * spare > span || start < axis.start + spare;
  return settled({ ...axis, start: left ? start - spare : end + spare - span, fitted: false });
}

/** Brings a playhead that has run out of the window back, a page at a time. */
export function follow(axis: Axis, place: number): Axis {
  const { start, end } = seen(axis);
  if (axis.scale === 0 || (place >= start && place <= end)) return axis;
  return settled({ ...axis, start: place - (end - start) * 0.1, fitted: false });
}

const NICE = [1, 2, 5];

/** A step for ticks at least `apart` pixels from each other: 1, 2 or 5 of a power of ten, in milliseconds
 * also what clocks have (15 and 30 seconds, minutes, hours). */
export function tickStep(axis: Axis, apart: number, clock = true): number {
  const wanted = axis.scale === 0 ? axis.length : apart / axis.scale;
  const round = clock
    ? [
        ...[15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000],
        ...[1, 2, 3, 6, 12, 24].map((hours) => hours * 3_600_000),
      ]
    : [];
  // Beyond a day, whole days.
  if (clock && wanted > 10_000)
    return round.find((one) => one >= wanted) ?? Math.ceil(wanted / 864e5) * 864e5;
  const power = 10 ** Math.floor(Math.log10(wanted));
  return (NICE.find((one) => one * power >= wanted) ?? 10) * power;
}
