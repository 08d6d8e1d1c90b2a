import type { Annotation } from "~/annotate/core/doc";

type Props = {
  one: Annotation;
  colour: string;
  /** How many pixels of the picture are about one of the sketch. */
  unit: number;
  skeleton: readonly (readonly [number, number])[];
};

const joined = (points: readonly (readonly number[])[]): string =>
  points.map(([x, y]) => `${x},${y}`).join(" ");

/** The runs of a mask as bars, each row by itself. */
function bars(x: number, y: number, width: number, counts: readonly number[]): string {
  let at = 0;
  let path = "";
  for (const [n, count] of counts.entries()) {
    for (let left = count, from = at; n % 2 === 1 && left > 0; ) {
      const column = from % width;
      const run = Math.min(left, width - column);
      path += `M${x + column} ${y + Math.floor(from / width)}h${run}v1h${-run}z`;
      from += run;
      left -= run;
    }
    at += count;
  }
  return path;
}

/** One shape of an example, in its colour. */
export function Shape({ one, colour, unit, skeleton }: Props) {
  const line = {
    stroke: colour,
    strokeWidth: 2.5 * unit,
    fill: colour,
    fillOpacity: 0.22,
    strokeLinejoin: "round" as const,
  };
  switch (one.kind) {
    case "box":
      return <rect x={one.x} y={one.y} width={one.width} height={one.height} {...line} />;
    case "rotated_box":
      return (
        <rect
          x={one.x - one.width / 2}
          y={one.y - one.height / 2}
          width={one.width}
          height={one.height}
          transform={`rotate(${one.angle} ${one.x} ${one.y})`}
          {...line}
        />
      );
    case "polygon":
      return <polygon points={joined(one.points)} {...line} />;
    case "polyline":
      return <polyline points={joined(one.points)} {...line} strokeWidth={3 * unit} fill="none" />;
    case "point":
      return <circle cx={one.x} cy={one.y} r={4 * unit} fill={colour} />;
    case "mask":
      return <path d={bars(one.x, one.y, one.width, one.counts)} fill={colour} fillOpacity={0.7} />;
    case "cuboid":
      return (
        <g {...line}>
          <polygon points={joined(one.points.slice(4))} />
          <polygon points={joined(one.points.slice(0, 4))} />
          {[0, 1, 2, 3].map((at) => (
            <polyline key={at} points={joined([one.points[at]!, one.points[at + 4]!])} />
          ))}
        </g>
      );
    case "keypoints":
      return (
        <g>
          {skeleton.map(([a, b]) => (
            <polyline
              key={`${a}-${b}`}
              points={joined([one.points[a]!, one.points[b]!])}
              stroke={colour}
              strokeWidth={1.6 * unit}
            />
          ))}
          {[...one.points.entries()].map(([at, [x, y, seen]]) => (
            <circle
              key={at}
              cx={x}
              cy={y}
              r={2.6 * unit}
              fill={seen === 2 ? colour : "var(--bg)"}
              stroke={colour}
              strokeWidth={unit}
            />
          ))}
        </g>
      );
    default:
      return null;
  }
}
