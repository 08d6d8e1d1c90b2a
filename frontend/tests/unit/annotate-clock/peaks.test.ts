import { describe, expect, it } from "vitest";
import { beginAxis, resized, seen, zoom } from "~/annotate/clock/axis";
import { barsOf, loudest, peaksOf } from "~/annotate/sound/peaks";

/** Half an hour of silence with one click at 20 minutes. */
function clicking() {
  const pairs = new Int8Array(1_800 * 500 * 2);
  const at = 1_200 * 500;
  pairs[at * 2] = -90;
  pairs[at * 2 + 1] = 100;
  return peaksOf(pairs, 500);
}

describe("the waveform", () => {
  const axis = resized(beginAxis(1_800_000, 2), 1000);

  it("has a bar for the shortest click from however far", () => {
    const peaks = clicking();
    expect(loudest(peaks)).toBe(100);
    for (const factor of [1, 8, 300]) {
      const near = factor === 1 ? axis : zoom(axis, factor, 1000 * (2 / 3));
      const bars = barsOf(peaks, near, seen(near));
      expect(bars.length).toBeLessThan(400);
      const loud = bars.filter(([, , high]) => high === 100);
      expect(loud.length).toBeGreaterThanOrEqual(1);
      const wide = 3 / near.scale;
      for (const [place] of loud) expect(Math.abs(place - 1_200_000)).toBeLessThanOrEqual(2 * wide);
    }
  });

  it("looks the same wherever the window is", () => {
    const peaks = clicking();
    const near = zoom(axis, 300, 600);
    const all = barsOf(peaks, near, seen(near));
    const { start, end } = seen(near);
    const some = barsOf(peaks, near, { start: (start + end) / 2, end });
    expect(all.slice(-some.length)).toEqual(some);
  });
});
