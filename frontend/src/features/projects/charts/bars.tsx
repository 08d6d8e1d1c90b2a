import { axisDay, dayNumber, dayTicks, ticks, useWidth } from "./scale";

const HEIGHT = 240;
const ROOM = { top: 24, bottom: 28, left: 60, right: 8 };
const WIDEST = 28;

type Props = {
  /** One a day, in order; days without one are empty. `under` is drawn behind in grey. */
  rows: readonly { day: string; n: number; under?: number }[];
  /** What the picture shows, in a sentence. */
  label: string;
  show: (n: number) => string;
};

/** Bars from zero, a day each; the largest says its number. */
export function Bars({ rows, label, show }: Props) {
  const [ref, width] = useWidth();
  const top = Math.max(1, ...rows.map((row) => Math.max(row.n, row.under ?? 0)));
  const last = Math.max(...rows.map((row) => dayNumber(row.day)));
  const first = Math.min(last - 6, ...rows.map((row) => dayNumber(row.day)));
  const room = Math.max(1, width - ROOM.left - ROOM.right);
  const step = room / (last - first + 1);
  const wide = Math.max(2, Math.min(WIDEST, step * 0.7));
  const x = (n: number) => ROOM.left + (n - first + 0.5) * step;
  const y = (n: number) => HEIGHT - ROOM.bottom - (n / top) * (HEIGHT - ROOM.top - ROOM.bottom);
  const peak = rows.reduce((best, row) => (row.n > best.n ? row : best), rows[0]!);
  const bar = (day: string, n: number, name: string) => (
    <rect
      className={name}
      x={x(dayNumber(day)) - wide / 2}
      y={y(n)}
      width={wide}
      height={Math.max(0, HEIGHT - ROOM.bottom - y(n))}
      rx={2}
    />
  );
  return (
    <div ref={ref} className="chart-room">
      {width > 0 && (
        <svg className="chart" width={width} height={HEIGHT} role="img" aria-label={label}>
          {ticks(top, 3).map((n) => (
            <g key={n}>
              <line className="ax" x1={ROOM.left} x2={width} y1={y(n)} y2={y(n)} />
              <text x={ROOM.left - 8} y={y(n) + 4} textAnchor="end">
                {show(n)}
              </text>
            </g>
          ))}
          {rows.map((row) => (
            <g key={row.day}>
              {row.under !== undefined && bar(row.day, row.under, "bar-under")}
              {bar(row.day, row.n, "bar-ink")}
            </g>
          ))}
          {peak.n > 0 && (
            <text className="em" x={x(dayNumber(peak.day))} y={y(peak.n) - 8} textAnchor="middle">
              {show(peak.n)}
            </text>
          )}
          {dayTicks(first, last, width < 480 ? 3 : 6).map((n) => (
            <text key={n} x={x(n)} y={HEIGHT - 8} textAnchor="middle">
              {axisDay(n)}
            </text>
          ))}
        </svg>
      )}
    </div>
  );
}
