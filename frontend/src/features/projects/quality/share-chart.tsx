import { useFormat } from "~/i18n/format";
import { useWidth } from "../charts/scale";

/** Shares by day, 0 to 1; the last one is labelled on the line. */
export type Point = { day: string; share: number };

const HIGH = 220;
const [LEFT, RIGHT, TOP, BOTTOM] = [40, 64, 12, 188];
const LINES = [0, 0.25, 0.5, 0.75, 1];

/** How a share went from day to day. Whoever does not see it has the table. */
export function ShareChart({ points, label }: { points: readonly Point[]; label: string }) {
  const { percent, shortDay } = useFormat();
  const [room, wide] = useWidth();
  const last = points.at(-1);
  if (last === undefined) return null;
  const first = new Date(points[0]!.day).getTime();
  const span = Math.max(1, new Date(last.day).getTime() - first);
  const x = (day: string) =>
    points.length === 1
      ? (LEFT + wide - RIGHT) / 2
      : LEFT + ((new Date(day).getTime() - first) / span) * (wide - RIGHT - LEFT);
  const y = (share: number) => BOTTOM - share * (BOTTOM - TOP);
  const path = points
    .map((one, at) => `${at === 0 ? "M" : "L"}${x(one.day)} ${y(one.share)}`)
    .join("");
  return (
    <div ref={room} className="chart-room">
      {wide > 0 && (
        <svg width={wide} height={HIGH} className="chart" role="img" aria-label={label}>
          {LINES.map((share) => (
            <g key={share}>
              <line className="ax" x1={LEFT} x2={wide - RIGHT} y1={y(share)} y2={y(share)} />
              <text x={LEFT - 8} y={y(share) + 4} textAnchor="end">
                {percent(share)}
              </text>
            </g>
          ))}
          <path
            d={path}
            fill="none"
            stroke="var(--text)"
            strokeWidth="2.5"
            strokeLinejoin="round"
          />
          <circle
            cx={x(last.day)}
            cy={y(last.share)}
            r="4.5"
            fill="var(--text)"
            stroke="var(--bg)"
            strokeWidth="2"
          />
          <text className="em" x={x(last.day) + 10} y={y(last.share) + 4}>
            {percent(last.share)}
          </text>
          {points.length > 1 && (
            <text x={x(points[0]!.day)} y={HIGH - 8}>
              {shortDay(points[0]!.day)}
            </text>
          )}
          <text x={x(last.day)} y={HIGH - 8} textAnchor={points.length > 1 ? "end" : "middle"}>
            {shortDay(last.day)}
          </text>
        </svg>
      )}
    </div>
  );
}
