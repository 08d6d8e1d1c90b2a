import type { Mark, ShapeLabel } from "~/annotate/core/doc";
import { shapeOf } from "~/annotate/core/shapes";
import type { Stroke } from "~/annotate/core/shapes/shape";

type Props = {
  mark: Mark;
  label: ShapeLabel | undefined;
  colour: string;
  /** How many pixels of the picture are about one of the sketch. */
  unit: number;
};

/** The runs of a mask as bars, each row by itself. */
function bars({ x, y, width, counts }: Extract<Stroke, { is: "pixels" }>["of"]): string {
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

/** One shape of an example in its colour, as its kind draws it. */
export function Shape({ mark, label, colour, unit }: Props) {
  const line = {
    stroke: colour,
    strokeWidth: 2.5 * unit,
    fill: colour,
    fillOpacity: 0.22,
    strokeLinejoin: "round" as const,
  };
  return shapeOf(mark)
    .drawing(mark, label)
    .map((stroke, key) => {
      if (stroke.is === "rect") {
        const { x, y, width, height } = stroke.rect;
        // biome-ignore lint/suspicious/noArrayIndexKey: a stroke is its place among them
        return <rect key={key} {...{ x, y, width, height }} {...line} />;
      }
      if (stroke.is === "line") {
        const d = `M${stroke.points.map((point) => point.join(" ")).join("L")}`;
        const filled = stroke.closed === true && !stroke.bare;
        const closed = stroke.closed ? `${d}Z` : d;
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        return <path key={key} d={closed} {...line} {...(!filled && { fill: "none" })} />;
      }
      if (stroke.is === "spot") {
        const [cx, cy] = stroke.at;
        const fill = stroke.hollow ? "var(--bg)" : colour;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <circle key={key} {...{ cx, cy, fill }} r={3 * unit} stroke={colour} strokeWidth={unit} />
        );
      }
      // biome-ignore lint/suspicious/noArrayIndexKey: see above
      return <path key={key} d={bars(stroke.of)} fill={colour} fillOpacity={0.7} />;
    });
}
