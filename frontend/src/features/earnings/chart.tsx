import { useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { dayOf } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import type { Day } from "./days";
import { useMonthName } from "./words";

const HEIGHT = 200;
const TOP = 20;
const BOTTOM = 24; // for the days' figures
const RIGHT = 56; // for the amounts

/** A round number of won at or above `most`, to be cut into halves. */
function roof(most: number): number {
  const ten = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [1, 2, 4, 5, 10].map((n) => n * ten).find((n) => n >= most) ?? 10 * ten;
}

/** Bars from zero, settled below and what is in review above it; the table says the same. */
export function Chart({ month, days }: { month: string; days: readonly Day[] }) {
  const { t } = useTranslation("earnings");
  const { number, day: written } = useFormat();
  const nameOf = useMonthName();
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useLayoutEffect(() => {
    if (box.current === null) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.max(240, entry.contentRect.width));
    });
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const made = days.map(({ day, sum }) => ({ day, ...sum, won: sum.earned + sum.pending }));
  const best = made.reduce(
    (most, one) => (one.won > most.won ? one : most),
    made[0] ?? { day: "", won: 0 },
  );
  const top = roof(best.won);
  const step = (width - RIGHT) / Math.max(1, days.length);
  const bar = Math.max(3, Math.min(18, step - 4));
  const y = (won: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - won / top);
  const base = y(0);
  const today = dayOf();
  return (
    <div ref={box}>
      <svg
        className="chart pay-chart"
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={t("chart_says", {
          month: nameOf(month),
          won: number(made.reduce((sum, one) => sum + one.won, 0)),
          day: best.day === "" ? "" : written(`${best.day}T12:00:00+09:00`),
          most: number(best.won),
        })}
      >
        {[0, top / 2, top].map((won) => (
          <g key={won}>
            <line className="ax" x1={0} x2={width - RIGHT} y1={y(won)} y2={y(won)} />
            <text x={width} y={y(won) + 4} textAnchor="end">
              {number(won)}
            </text>
          </g>
        ))}
        {made.map((one, index) => {
          const x = index * step + (step - bar) / 2;
          const n = Number(one.day.slice(-2));
          const named = one.day === today || [1, 8, 15, 22, 29].includes(n);
          return (
            <g key={one.day}>
              <rect
                className="settled"
                x={x}
                y={y(one.earned)}
                width={bar}
                height={base - y(one.earned)}
                rx={2}
              />
              <rect
                className="waiting"
                x={x}
                y={y(one.won)}
                width={bar}
                height={y(one.earned) - y(one.won)}
                rx={2}
              />
              {named && (
                <text
                  x={x + bar / 2}
                  y={HEIGHT - 6}
                  textAnchor="middle"
                  className={one.day === today ? "em" : ""}
                >
                  {n}
                </text>
              )}
              <rect x={index * step} y={0} width={step} height={HEIGHT - BOTTOM} fill="transparent">
                <title>{`${written(`${one.day}T12:00:00+09:00`)} ${number(one.won)}`}</title>
              </rect>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
