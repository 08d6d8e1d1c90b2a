/** A day of one's inspections. */
export type Day = { day: string; judged: number; overturned: number };

/** A bar of the chart, in the units of its view box; `top` is where the bar begins. */
export type Bar = Day & { x: number; width: number; top: number; height: number; bad: number };

export type Chart = { bars: Bar[]; lines: { at: number; value: number }[]; most: number };

/** A whole number at or above `most` that a person reads easily: 1, 2, 5, 10, 20, 50 … */
export function niceTop(most: number): number {
  if (most <= 4) return 4;
  const size = 10 ** Math.floor(Math.log10(most));
  const step = [1, 2, 4, 5, 10].find((factor) => factor * size >= most) ?? 10;
  return step * size;
}

/** Bars from zero with at most four lines: `width`, `height` are the plot's, without its margins. */
export function chartOf(days: readonly Day[], width: number, height: number): Chart {
  const most = niceTop(days.reduce((top, day) => Math.max(top, day.judged), 0));
  const slot = width / Math.max(1, days.length);
  const thick = Math.min(28, slot * 0.6);
  const bars = days.map((day, at): Bar => {
    const tall = (day.judged / most) * height;
    return {
      ...day,
      x: at * slot + (slot - thick) / 2,
      width: thick,
      top: height - tall,
      height: tall,
      bad: (Math.min(day.overturned, day.judged) / most) * height,
    };
  });
  const lines = [0, 1, 2, 3, 4]
    .map((part) => (most / 4) * part)
    .filter((value) => Number.isInteger(value))
    .map((value) => ({ value, at: height - (value / most) * height }));
  return { bars, lines: lines.slice(0, 5), most };
}

/** Every day up to `today` (YYYY-MM-DD), the oldest first; days without inspections count nothing. */
export function filled(days: readonly Day[], count: number, today: string): Day[] {
  const known = new Map(days.map((day) => [day.day, day]));
  const end = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: count }, (_, back) => {
    const day = new Date(end - (count - 1 - back) * 86_400_000).toISOString().slice(0, 10);
    return known.get(day) ?? { day, judged: 0, overturned: 0 };
  });
}

/** Today in Seoul, where days begin and end. */
export const todayInSeoul = (now: number): string =>
  new Date(now + 9 * 3_600_000).toISOString().slice(0, 10);
