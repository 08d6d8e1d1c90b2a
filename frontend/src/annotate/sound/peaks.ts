/** The waveform: lowest and highest of each five-hundredth of a second, and coarser levels of that, so that
 * whatever is in sight is as many numbers as it has bars. */

import { type Axis, seen, toPixel } from "../clock/axis";
import { meets, type Stretch } from "../clock/doc";
import type { Scene } from "../clock/paint";
import type { Layer } from "../clock/timeline";
import { createStore } from "../core/store";

/** How much coarser each level is than the one before. */
const COARSER = 4;
const BAR = 2;
const GAP = 1;

export type Peaks = { perSecond: number; levels: readonly Int8Array[] };

export function peaksOf(finest: Int8Array, perSecond: number): Peaks {
  const levels = [finest];
  for (let last = finest; last.length / 2 > 512; last = levels.at(-1)!) {
    const count = Math.ceil(last.length / 2 / COARSER);
    const next = new Int8Array(count * 2);
    for (let at = 0; at < count; at += 1) {
      const [low, high] = within(last, at * COARSER, (at + 1) * COARSER);
      next[at * 2] = low;
      next[at * 2 + 1] = high;
    }
    levels.push(next);
  }
  return { perSecond, levels };
}

/** The lowest and the highest of a level from one pair to another. */
function within(level: Int8Array, from: number, to: number): [number, number] {
  let [low, high] = [0, 0];
  const end = Math.min(to, level.length / 2);
  for (let at = Math.max(0, from); at < end; at += 1) {
    if (level[at * 2]! < low) low = level[at * 2]!;
    if (level[at * 2 + 1]! > high) high = level[at * 2 + 1]!;
  }
  return [low, high];
}

/** The loudest there is: quiet recordings are drawn as high as loud ones. */
export function loudest({ levels }: Peaks): number {
  let most = 1;
  for (const value of levels.at(-1)!) most = Math.max(most, Math.abs(value));
  return most;
}

/** Bars of a stretch: `[place, low, high]` each, in milliseconds and -128 to 127. Bars lie on a grid of their own, so
 * that they stay what they are when the window moves. */
export function barsOf(peaks: Peaks, axis: Axis, around: Stretch): [number, number, number][] {
  const each = (BAR + GAP) / axis.scale;
  const finest = 1000 / peaks.perSecond;
  let level = 0;
  while (level + 1 < peaks.levels.length && finest * COARSER ** (level + 1) <= each / 2) level += 1;
  const unit = finest * COARSER ** level;
  const found: [number, number, number][] = [];
  const last = Math.min(around.end, axis.length);
  for (let nth = Math.max(0, Math.floor(around.start / each)); nth * each < last; nth += 1) {
    const [low, high] = within(
      peaks.levels[level]!,
      Math.floor((nth * each) / unit),
      Math.max(Math.floor((nth * each) / unit) + 1, Math.ceil(((nth + 1) * each) / unit)),
    );
    found.push([nth * each, low, high]);
  }
  return found;
}

/** The waveform as a layer of the timeline; darker in `dark` stretches. `share` is how much of the height it has,
 * from above. */
export function waveform(
  load: () => Promise<Peaks>,
  dark: () => readonly Stretch[],
  share: () => number,
): Layer & { failed: () => boolean } {
  const store = createStore<Peaks | null>(null);
  let failed = false;
  let most = 1;
  load().then(
    (peaks) => {
      most = loudest(peaks);
      store.set(peaks);
    },
    () => {
      failed = true;
    },
  );
  return {
    failed: () => failed,
    subscribe: store.subscribe,
    paint({ c, axis, read }: Scene, top, bottom) {
      const peaks = store.get();
      const high = (bottom - top) * share();
      const middle = top + high / 2;
      c.fillStyle = read("var(--line-strong)");
      c.fillRect(toPixel(axis, 0), middle - 0.5, axis.length * axis.scale, 1);
      if (peaks === null || high < 8) return;
      const chosen = dark();
      const tall = (high / 2 - 8) / most;
      const [rest, ink] = [read("var(--text-3)"), read("var(--text)")];
      for (const [place, low, top_] of barsOf(peaks, axis, seen(axis))) {
        const on = chosen.some((one) => meets(one, { start: place, end: place + 1e-6 }));
        c.fillStyle = on ? ink : rest;
        const x = Math.round(toPixel(axis, place));
        const above = Math.max(1, top_ * tall);
        c.fillRect(x, middle - above, BAR, above + Math.max(1, -low * tall));
      }
    },
  };
}
