import { useCallback, useState } from "react";

const DAY = 86_400_000;

/** At most `most` + 1 round numbers from 0 up to `top`. */
export function ticks(top: number, most = 4): number[] {
  if (top <= 0) return [0];
  const rough = top / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? rough;
  const whole = top < most ? Math.max(1, Math.round(step)) : step;
  return Array.from({ length: Math.floor(top / whole) + 1 }, (_, i) => i * whole);
}

/** A day (2026-07-14) as a number of days; days follow one another whatever the clock does. */
export const dayNumber = (day: string): number => Math.round(Date.parse(day) / DAY);

/** A day as an axis names it: 7/14. */
export function axisDay(n: number): string {
  const day = new Date(n * DAY);
  return `${day.getUTCMonth() + 1}/${day.getUTCDate()}`;
}

/** Today in Seoul. */
export const today = (): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Seoul" }).format(new Date());

/** Up to `most` days between two, evenly, first and last among them. */
export function dayTicks(first: number, last: number, most: number): number[] {
  const step = Math.max(1, Math.ceil((last - first) / most));
  const found: number[] = [];
  for (let n = first; n <= last; n += step) found.push(n);
  return found;
}

/** The width of an element in pixels, as it is and as it changes: `[ref, width]`. */
export function useWidth(): [(element: Element | null) => (() => void) | undefined, number] {
  const [width, setWidth] = useState(0);
  const ref = useCallback((element: Element | null) => {
    if (element === null) return undefined;
    const eye = new ResizeObserver(([entry]) =>
      setWidth(Math.floor(entry?.contentRect.width ?? 0)),
    );
    eye.observe(element);
    return () => eye.disconnect();
  }, []);
  return [ref, width];
}
