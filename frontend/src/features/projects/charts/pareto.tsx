import { useWidth } from "./scale";

const ROW = 46;
const ROOM = { top: 22, bottom: 4, right: 44 };
const MOST = 0.8; // what makes up this much stands out

type Props = {
  /** The most frequent first. */
  rows: readonly { id: string; name: string; n: number }[];
  /** Of how many, with those that are not shown. */
  all: number;
  /** What the picture shows, in a sentence. */
  label: string;
  show: (n: number) => string;
  share: (part: number) => string;
};

/** Causes under one another, the most frequent first, and a line of what they add up to: dark up to
 * four fifths of all. */
export function Pareto({ rows, all, label, show, share }: Props) {
  const [ref, width] = useWidth();
  const room = Math.max(1, width - ROOM.right);
  const height = ROOM.top + ROOM.bottom + rows.length * ROW;
  const sums = rows.map((_, at) => rows.slice(0, at + 1).reduce((sum, one) => sum + one.n, 0));
  const at = (n: number) => ROOM.top + n * ROW;
  const x = (part: number) => part * room;
  const points = sums.map((sum, n) => [x(sum / all), at(n) + 31] as const);
  const line = points
    .map(([a, b], n) => `${n ? "L" : "M"}${a.toFixed(1)} ${b.toFixed(1)}`)
    .join("");
  return (
    <div ref={ref} className="pareto-room">
      {width > 0 && (
        <svg className="chart" width={width} height={height} role="img" aria-label={label}>
          <line className="goal" x1={x(MOST)} x2={x(MOST)} y1={ROOM.top - 4} y2={height} />
          <text x={x(MOST)} y={12} textAnchor="middle">
            {share(MOST)}
          </text>
          {rows.map((one, n) => (
            <rect
              key={one.id}
              className={(sums[n - 1] ?? 0) / all < MOST ? "bar-ink" : "bar-under"}
              x={0}
              y={at(n) + 22}
              width={Math.max(2, x(one.n / all))}
              height={18}
              rx={3}
            />
          ))}
          <path className="sum" d={line} />
          {points.map(([a, b], n) => (
            <circle key={rows[n]!.id} className="sum-dot" cx={a} cy={b} r={3.5} />
          ))}
          {rows.map((one, n) => (
            <g key={one.id}>
              <text className="em" x={0} y={at(n) + 14}>
                {one.name}
              </text>
              <text x={width} y={at(n) + 14} textAnchor="end">
                {show(one.n)}
              </text>
              <text x={width} y={at(n) + 35} textAnchor="end">
                {share(Math.round(((sums[n] ?? 0) / all) * 100) / 100)}
              </text>
            </g>
          ))}
        </svg>
      )}
    </div>
  );
}
