/**
 * The numbers of a time series, as far as they are looked at. The server has them in levels: the values,
 * and the least and the greatest of every 16, 256 … of them; of the level that fits the window only the
 * chunks in sight are fetched. What has not come yet is shown from a coarser level, so that there is
 * always something, and it only becomes sharper. Little is kept: what was looked at last.
 */
import { createStore, type Store } from "../core/store";
import type { MediaSource } from "../media";

export type LevelSource = Pick<MediaSource<"series">, "facts" | "prepared" | "range">;
/** What is drawn: the window in milliseconds, and into how many columns. */
export type Frame = { start: number; end: number; columns: number };
/** What lies in each column; NaN where there is nothing. */
export type Columns = { least: Float32Array; greatest: Float32Array };
/** Points so far from each other that each is seen: where in the columns, and how high. */
export type Points = { x: Float32Array; y: Float32Array };
export type Trace = Columns & {
  points: Points | null;
  /** Is it all of the level that fits? */
  sharp: boolean;
};

/** Values, or pairs, of one fetch. */
export const CHUNK = 8192;
/** Bytes that are kept at most. */
const KEPT = 32 << 20;
const AT_ONCE = 6;
/** After a failed fetch, milliseconds until it is tried again. */
const AGAIN = 3000;
/** More columns than this to a point: points are drawn one by one. */
const APART = 0.7;

type Chunk = Float32Array | Float64Array;
type Wanted = { id: string; file: "data" | "times"; offset: number; bytes: number };

export type Levels = {
  /** Grows whenever something has come. */
  readonly version: Store<number>;
  /** Did the last fetch fail? It is tried again. */
  readonly failing: Store<boolean>;
  trace: (channel: number, frame: Frame) => Trace;
  /** What is measured around a place, of what is there: the least and the greatest. */
  at: (channel: number, place: number) => readonly [number, number] | null;
  /** Of the whole channel; null while that is not known. */
  range: (channel: number) => readonly [number, number] | null;
};

export function createLevels({ facts, prepared, range }: LevelSource): Levels {
  const levels = prepared.data.levels;
  const times = prepared.times?.levels ?? null;
  const last = levels.length - 1;
  const version = createStore(0);
  const failing = createStore(false);
  const kept = new Map<string, Chunk>();
  const coming = new Set<string>();
  const failed = new Map<string, number>();
  let queue: Wanted[] = [];
  let bytes = 0;
  let waiting = false;

  const each = (level: number) => (level === 0 ? 1 : 2);
  const tell = () => version.set(version.get() + 1);

  function keep(id: string, chunk: Chunk) {
    kept.set(id, chunk);
    bytes += chunk.byteLength;
    for (const [old, one] of kept) {
      if (bytes <= KEPT) break;
      kept.delete(old);
      bytes -= one.byteLength;
    }
  }

  function pump() {
    while (coming.size < AT_ONCE) {
      // What was asked for last is what is looked at now.
      const next = queue.pop();
      if (next === undefined) return;
      coming.add(next.id);
      range(next.file, next.offset, next.bytes).then(
        (buffer) => {
          coming.delete(next.id);
          failed.delete(next.id);
          failing.set(false);
          keep(next.id, next.file === "data" ? new Float32Array(buffer) : new Float64Array(buffer));
          tell();
          pump();
        },
        () => {
          coming.delete(next.id);
          failed.set(next.id, Date.now());
          failing.set(true);
          if (!waiting)
            setTimeout(() => {
              waiting = false;
              tell();
            }, AGAIN);
          waiting = true;
          pump();
        },
      );
    }
  }

  /** A chunk that is there; else it is asked for. */
  function chunk(file: "data" | "times", level: number, channel: number, n: number): Chunk | null {
    const id = `${file} ${level} ${channel} ${n}`;
    const there = kept.get(id);
    if (there !== undefined) {
      kept.delete(id);
      kept.set(id, there);
      return there;
    }
    if (coming.has(id) || Date.now() - (failed.get(id) ?? 0) < AGAIN) return null;
    const { offset, count } = (file === "data" ? levels : times!)[level]!;
    const size = file === "data" ? 4 * each(level) : 8;
    const many = Math.min(CHUNK, count - n * CHUNK);
    queue = queue.filter((one) => one.id !== id).slice(-200);
    queue.push({
      id,
      file,
      offset: offset + size * (channel * count + n * CHUNK),
      bytes: size * many,
    });
    return null;
  }

  /** When a value, or the first of a pair, was measured; null while that is not known. */
  function time(level: number, index: number): number | null {
    const { factor, count } = levels[level]!;
    if (index >= count) return facts.length;
    if (facts.period !== null) return index * factor * facts.period;
    const own = chunk("times", level, 0, Math.floor(index / CHUNK));
    return own?.[index % CHUNK] ?? null;
  }

  /** The last index in `[low, high]` that is not after a place; `low` where none is known. */
  function search(level: number, place: number, low: number, high: number): number {
    let [from, to] = [low, high];
    while (from < to) {
      const middle = (from + to + 1) >> 1;
      const here = time(level, middle);
      if (here === null) return low;
      if (here <= place) from = middle;
      else to = middle - 1;
    }
    return from;
  }

  /** The indices of a level that a window shows; wider than needed while times are still coming. */
  function indices(level: number, start: number, end: number): [number, number] {
    const { factor, count } = levels[level]!;
    if (facts.period !== null) {
      const step = factor * facts.period;
      const at = (place: number) => Math.min(Math.max(Math.floor(place / step), 0), count - 1);
      return [at(start), at(end)];
    }
    const top = levels[last]!.count - 1;
    let low = search(last, start, 0, top);
    let high = search(last, end, 0, top);
    for (let finer = last - 1; finer >= level; finer -= 1) {
      const ratio = levels[finer + 1]!.factor / levels[finer]!.factor;
      const most = levels[finer]!.count - 1;
      low = search(finer, start, low * ratio, Math.min(low * ratio + ratio - 1, most));
      const from = high * ratio;
      const to = Math.min(from + ratio - 1, most);
      high = time(finer, to) === null ? to : search(finer, end, from, to);
    }
    return [low, high];
  }

  /** The coarsest level that has something in every column. */
  function fitting({ start, end, columns }: Frame): number {
    const share = Math.min(1, (end - start) / Math.max(facts.length, 1e-9));
    let points = facts.points * share;
    if (facts.period === null) {
      const [low, high] = indices(last, start, end);
      points = Math.min(facts.points, (high - low + 1) * levels[last]!.factor);
    }
    const perColumn = points / Math.max(1, columns);
    return Math.max(
      0,
      levels.findLastIndex((level) => level.factor <= Math.max(1, perColumn)),
    );
  }

  /** Puts what lies in `[low, high]` of a level into the columns; from coarser levels what is missing. */
  function fill(
    out: Columns,
    channel: number,
    level: number,
    low: number,
    high: number,
    { start, end, columns }: Frame,
    // The columns that are asked for: coarser pairs are wider than what is missing.
    left = 0,
    right = columns - 1,
  ): boolean {
    const scale = columns / (end - start);
    const pairs = each(level) === 2;
    let sharp = true;
    for (let n = Math.floor(low / CHUNK); n <= Math.floor(high / CHUNK); n += 1) {
      const from = Math.max(low, n * CHUNK);
      const to = Math.min(high, (n + 1) * CHUNK - 1);
      const own = chunk("data", level, channel, n);
      const known = facts.period !== null || time(level, from) !== null;
      if (own === null || !known) {
        sharp = false;
        if (level === last) continue;
        const ratio = levels[level + 1]!.factor / levels[level]!.factor;
        const [a, b] = [time(level, from), time(level, to + 1)];
        fill(
          out,
          channel,
          level + 1,
          Math.floor(from / ratio),
          Math.min(Math.floor(to / ratio), levels[level + 1]!.count - 1),
          { start, end, columns },
          a === null ? left : Math.max(left, Math.floor((a - start) * scale)),
          b === null ? right : Math.min(right, Math.ceil((b - start) * scale) - 1),
        );
        continue;
      }
      const step = facts.period === null ? null : levels[level]!.factor * facts.period;
      for (let index = from; index <= to; index += 1) {
        const at = index - n * CHUNK;
        const least = pairs ? own[2 * at]! : own[at]!;
        if (Number.isNaN(least)) continue;
        const greatest = pairs ? own[2 * at + 1]! : least;
        const here = step === null ? time(level, index)! : index * step;
        const next = step === null ? (time(level, index + 1) ?? here) : here + step;
        const first = Math.max(left, Math.floor((here - start) * scale));
        // A value is at its place; a pair is anywhere until the next begins.
        const until = pairs ? Math.ceil((next - start) * scale) - 1 : first;
        for (let x = first; x <= Math.min(right, Math.max(first, until)); x += 1) {
          if (!(out.least[x]! <= least)) out.least[x] = least;
          if (!(out.greatest[x]! >= greatest)) out.greatest[x] = greatest;
        }
      }
    }
    return sharp;
  }

  function pointsIn(channel: number, { start, end, columns }: Frame): Points | null {
    const [low, high] = indices(0, start, end);
    const to = Math.min(high + 1, facts.points - 1);
    const x = new Float32Array(to - low + 1);
    const y = new Float32Array(to - low + 1);
    for (let index = low; index <= to; index += 1) {
      const own = chunk("data", 0, channel, Math.floor(index / CHUNK));
      const here = time(0, index);
      if (own === null || here === null) return null;
      x[index - low] = ((here - start) * columns) / (end - start);
      y[index - low] = own[index % CHUNK]!;
    }
    return { x, y };
  }

  return {
    version,
    failing,
    trace(channel, frame) {
      const level = fitting(frame);
      const least = new Float32Array(frame.columns).fill(Number.NaN);
      const greatest = new Float32Array(frame.columns).fill(Number.NaN);
      const [low, high] = indices(level, frame.start, frame.end);
      let points: Points | null = null;
      if (level === 0 && (high - low + 1) / frame.columns < APART)
        points = pointsIn(channel, frame);
      const sharp = points !== null || fill({ least, greatest }, channel, level, low, high, frame);
      pump();
      return { least, greatest, points, sharp };
    },
    at(channel, place) {
      for (let level = 0; level <= last; level += 1) {
        const [index] = indices(level, place, place);
        const own = kept.get(`data ${level} ${channel} ${Math.floor(index / CHUNK)}`);
        if (own === undefined) continue;
        const at = index % CHUNK;
        const value = level === 0 ? own[at]! : own[2 * at]!;
        return Number.isNaN(value) ? null : [value, level === 0 ? value : own[2 * at + 1]!];
      }
      return null;
    },
    range(channel) {
      const { count } = levels[last]!;
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      let known = true;
      for (let n = 0; n * CHUNK < count; n += 1) {
        const own = chunk("data", last, channel, n);
        known &&= own !== null;
        for (const value of own ?? []) {
          if (value < low) low = value;
          if (value > high) high = value;
        }
      }
      pump();
      return known && low <= high ? [low, high] : null;
    },
  };
}
