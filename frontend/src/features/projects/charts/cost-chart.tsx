import { axisDay, dayNumber, dayTicks, ticks, today, useWidth } from "./scale";

const HEIGHT = 288;
const ROOM = { top: 24, bottom: 28, left: 64, right: 116 };

type Props = {
  days: readonly { day: string; earned: number }[];
  spent: number;
  budget: number;
  /** What it will come to, and when; none where nobody can say. */
  end: { day: string; total: number; low: number | null; high: number | null } | null;
  said: { words: string; budget: string; now: string; end: string };
  axis: (n: number) => string;
};

/** What was spent day by day, and what it will come to: ink for what was, dashes for what is
 * expected, a band for its range, a line for the budget. */
export function CostChart({ days, spent, budget, end, said, axis }: Props) {
  const [ref, width] = useWidth();
  const now = dayNumber(today());
  const first = Math.min(now - 6, ...days.map((one) => dayNumber(one.day)));
  const far = now + Math.max(30, 4 * (now - first));
  const ends = end === null ? now + 1 : Math.max(now + 1, Math.min(far, dayNumber(end.day)));
  const high = end?.high ?? end?.total ?? 0;
  const top = Math.max(1, budget, spent, high);
  const narrow = width < 480;
  const right = narrow ? 16 : ROOM.right;
  const x = (n: number) =>
    ROOM.left + ((n - first) / (ends - first)) * Math.max(1, width - ROOM.left - right);
  const y = (n: number) => HEIGHT - ROOM.bottom - (n / top) * (HEIGHT - ROOM.top - ROOM.bottom);
  let sum = spent - days.reduce((all, one) => all + one.earned, 0);
  const been: [number, number][] = [[x(first), y(Math.max(0, sum))]];
  for (const one of days) {
    const at = dayNumber(one.day);
    if (at - 1 > first) been.push([x(at - 1), y(Math.max(0, sum))]);
    sum += one.earned;
    been.push([x(at), y(Math.max(0, sum))]);
  }
  been.push([x(now), y(spent)]);
  const line = been.map(([a, b], n) => `${n ? "L" : "M"}${a.toFixed(1)} ${b.toFixed(1)}`).join("");
  // Where the end lies beyond the picture, the way to it leaves at its edge.
  const part = end === null ? 0 : (ends - now) / Math.max(1, dayNumber(end.day) - now);
  const reach = (total: number) => `L${x(ends)} ${y(spent + (total - spent) * Math.min(1, part))}`;
  const from = `M${x(now)} ${y(spent)}`;
  const mark = end === null ? 0 : y(spent + (end.total - spent) * Math.min(1, part));
  const close = end !== null && Math.abs(mark - y(budget)) < 18;
  return (
    <div ref={ref} className="chart-room">
      {width > 0 && (
        <svg className="chart" width={width} height={HEIGHT} role="img" aria-label={said.words}>
          {ticks(top, 3).map((n) => (
            <g key={n}>
              <line className="ax" x1={ROOM.left} x2={width - right} y1={y(n)} y2={y(n)} />
              <text x={ROOM.left - 8} y={y(n) + 4} textAnchor="end">
                {axis(n)}
              </text>
            </g>
          ))}
          {budget > 0 && (
            <>
              <line
                className="goal"
                x1={ROOM.left}
                x2={width - right}
                y1={y(budget)}
                y2={y(budget)}
              />
              <text
                className="em"
                x={narrow ? ROOM.left : width - right + 8}
                y={narrow ? y(budget) - 8 : y(budget) + (close ? -6 : 4)}
              >
                {said.budget}
              </text>
            </>
          )}
          {dayTicks(first, ends, narrow ? 3 : 5).map((n) => (
            <text key={n} x={x(n)} y={HEIGHT - 8} textAnchor="middle">
              {axisDay(n)}
            </text>
          ))}
          {end?.low != null && end.high != null && (
            <path className="band" d={`${from}${reach(end.low)}${reach(end.high)}Z`} />
          )}
          {end !== null && (
            <>
              <path className="ahead" d={from + reach(end.total)} />
              <text
                className="em"
                x={narrow ? width - right : width - right + 8}
                y={mark + (narrow ? -10 : close ? 14 : 4)}
                textAnchor={narrow ? "end" : "start"}
              >
                {said.end}
              </text>
            </>
          )}
          <path className="been" d={line} />
          <circle className="here" cx={x(now)} cy={y(spent)} r={4.5} />
          <text
            className="em"
            x={x(now) - ROOM.left < 80 ? x(now) + 10 : x(now) - 10}
            y={Math.max(ROOM.top + 12, y(spent) - 10)}
            textAnchor={x(now) - ROOM.left < 80 ? "start" : "end"}
          >
            {said.now}
          </text>
        </svg>
      )}
    </div>
  );
}
