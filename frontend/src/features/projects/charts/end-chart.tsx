import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { axisDay, dayNumber, dayTicks, ticks, today, useWidth } from "./scale";

const HEIGHT = 288;
const ROOM = { top: 24, bottom: 28, left: 52, right: 92 };

type Props = {
  days: readonly { day: string; items: number }[];
  accepted: number;
  goal: number;
  forecast: Pick<Schema<"ForecastOut">, "day" | "low" | "high">;
  /** Of anything but items: what the picture, its goal and today are called. */
  said?: { words: string; goal: string; today: string };
  /** How a number of the axis is written. */
  axis?: (n: number) => string;
};

/** How many items were accepted day by day, and when the last one will be: ink for what was,
 * dashes for what is expected, a band for its range. */
export function EndChart({ days, accepted, goal, forecast, said, axis }: Props) {
  const { t } = useTranslation("data");
  const { number, day: longDay } = useFormat();
  const [ref, width] = useWidth();
  const now = dayNumber(today());
  const first = Math.min(now - 6, ...days.map((one) => dayNumber(one.day)));
  const ends = [forecast.day, forecast.high, forecast.low].filter((day) => day !== null);
  // A range that nobody can foresee must not press what was done into a corner.
  const far = now + Math.max(30, 4 * (now - first));
  const last = Math.max(now + 1, ...ends.map((day) => Math.min(far, dayNumber(day))));
  const narrow = width < 480;
  const right = narrow ? 16 : ROOM.right;
  const x = (n: number) =>
    ROOM.left + ((n - first) / (last - first)) * Math.max(1, width - ROOM.left - right);
  const y = (n: number) =>
    HEIGHT - ROOM.bottom - (n / Math.max(1, goal)) * (HEIGHT - ROOM.top - ROOM.bottom);

  let sum = accepted - days.reduce((all, one) => all + one.items, 0);
  const been: [number, number][] = [[x(first), y(Math.max(0, sum))]];
  for (const one of days) {
    const at = dayNumber(one.day);
    if (at - 1 > first) been.push([x(at - 1), y(Math.max(0, sum))]);
    sum += one.items;
    been.push([x(at), y(Math.max(0, sum))]);
  }
  been.push([x(now), y(accepted)]);
  const line = been.map(([a, b], i) => `${i ? "L" : "M"}${a.toFixed(1)} ${b.toFixed(1)}`).join("");

  // Where a straight way to the goal on that day leaves the picture.
  const reach = (day: string): [number, number] => {
    const n = dayNumber(day);
    if (n <= last) return [x(n), y(goal)];
    const part = (last - now) / Math.max(1, n - now);
    return [x(last), y(accepted + (goal - accepted) * part)];
  };
  const from = `M${x(now).toFixed(1)} ${y(accepted).toFixed(1)}`;
  const to = ([a, b]: [number, number]) => `L${a.toFixed(1)} ${b.toFixed(1)}`;
  const low = forecast.low;
  const high = forecast.high;
  const words =
    said?.words ??
    (forecast.day === null
      ? t("overview.chart_words", { n: number(accepted), goal: number(goal) })
      : t("overview.chart_words_end", {
          n: number(accepted),
          goal: number(goal),
          day: longDay(forecast.day),
        }));
  return (
    <div ref={ref} className="chart-room">
      {width > 0 && (
        <svg className="chart" width={width} height={HEIGHT} role="img" aria-label={words}>
          {ticks(goal, 3).map((n) => (
            <g key={n}>
              <line className="ax" x1={ROOM.left} x2={width - right} y1={y(n)} y2={y(n)} />
              <text x={ROOM.left - 8} y={y(n) + 4} textAnchor="end">
                {(axis ?? number)(n)}
              </text>
            </g>
          ))}
          <line className="goal" x1={ROOM.left} x2={width - right} y1={y(goal)} y2={y(goal)} />
          <text
            className="em"
            x={narrow ? ROOM.left : width - right + 8}
            y={narrow ? y(goal) - 8 : y(goal) + 4}
          >
            {said?.goal ?? t("overview.goal", { n: number(goal) })}
          </text>
          {dayTicks(first, last, narrow ? 3 : 5).map((n) => (
            <text key={n} x={x(n)} y={HEIGHT - 8} textAnchor="middle">
              {axisDay(n)}
            </text>
          ))}
          {low !== null && (
            <path
              className="band"
              d={`${from}${to(reach(low))}${high === null ? `L${x(last)} ${y(accepted)}` : to(reach(high))}Z`}
            />
          )}
          {forecast.day !== null && <path className="ahead" d={from + to(reach(forecast.day))} />}
          <path className="been" d={line} />
          <circle className="here" cx={x(now)} cy={y(accepted)} r={4.5} />
          <text
            className="em"
            x={x(now) - 10 < ROOM.left + 70 ? x(now) + 10 : x(now) - 10}
            y={y(accepted) - 10 < ROOM.top + 8 ? y(accepted) + 18 : y(accepted) - 10}
            textAnchor={x(now) - 10 < ROOM.left + 70 ? "start" : "end"}
          >
            {said?.today ?? t("overview.today", { n: number(accepted) })}
          </text>
        </svg>
      )}
    </div>
  );
}
