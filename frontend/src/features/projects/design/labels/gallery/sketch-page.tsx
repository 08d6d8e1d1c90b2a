import type { Annotation } from "~/annotate/core/doc";
import type { PageBox, Table } from "~/annotate/document/doc";
import type { DocumentFacts } from "~/annotate/media";

const isOnPage = (one: Annotation): one is PageBox | Table =>
  one.kind === "page_box" || one.kind === "table";

/** The inner lines of a table, but where a cell covers them, and what its cells say. */
function Grid({ table, size }: { table: Table; size: number }) {
  const { x, y, width, height, rows, columns } = table;
  const xs = [x, ...columns, x + width];
  const ys = [y, ...rows, y + height];
  const covered = (row: number, column: number) =>
    table.cells.some(
      (cell) =>
        cell.row <= row &&
        row < cell.row + (cell.rows ?? 1) &&
        cell.column < column + 1 &&
        column + 1 < cell.column + (cell.columns ?? 1),
    );
  const down = columns.flatMap((at, column) =>
    ys.slice(0, -1).map((top, row) => (covered(row, column) ? "" : `M${at} ${top}V${ys[row + 1]}`)),
  );
  return (
    <>
      <path d={[...rows.map((at) => `M${x} ${at}h${width}`), ...down].join("")} fill="none" />
      {table.cells.map(({ row, column, columns: wide = 1, text }) => (
        <text
          key={`${row} ${column}`}
          x={(xs[column]! + xs[column + wide]!) / 2}
          y={(ys[row]! + ys[row + 1]!) / 2 + size / 3}
          textAnchor="middle"
          {...{ fontSize: size }}
        >
          {text}
        </text>
      ))}
    </>
  );
}

/** The first page of a document with its boxes and tables, their order and links. */
export function SketchPage({
  facts,
  annotations,
  colour,
  large,
}: {
  facts: DocumentFacts;
  annotations: readonly Annotation[];
  colour: (one: Annotation) => string;
  large: boolean;
}) {
  const { width, height } = facts.pages[0] ?? { width: 1190, height: 1684 };
  const unit = width / (large ? 240 : 200);
  const marks = annotations.filter(isOnPage);
  const margin = width / 10;
  /** From the right side of the one to the left side of the other, where that is beside it. */
  const link = (from: string, to: string): string | null => {
    const [one, other] = [from, to].map((id) => marks.find((each) => each.id === id));
    if (one === undefined || other === undefined) return null;
    const beside = other.x > one.x + one.width;
    const begin = `${one.x + one.width / (beside ? 1 : 2)} ${one.y + one.height / 2}`;
    return `M${begin}L${other.x + (beside ? 0 : other.width / 2)} ${other.y + other.height / 2}`;
  };
  const order = annotations.flatMap((one) => (one.kind === "order" ? one.order : []));
  return (
    <svg
      viewBox={`${-margin} ${-margin / 2} ${width + 2 * margin} ${height + margin}`}
      preserveAspectRatio={large ? "xMidYMid meet" : "xMidYMin slice"}
      className="sketch-page"
    >
      <title>▤</title>
      <rect {...{ width, height }} className="sketch-sheet" />
      {marks.map((one) => (
        <g key={one.id} stroke={colour(one)} strokeWidth={1.5 * unit}>
          <rect
            {...{ x: one.x, y: one.y, width: one.width, height: one.height }}
            fill={colour(one)}
            fillOpacity={0.18}
          />
          {one.kind === "table" && <Grid table={one} size={8 * unit} />}
          {one.kind === "page_box" && one.text !== undefined && (
            <text x={one.x + 3 * unit} y={one.y + one.height / 2 + 3 * unit} fontSize={9 * unit}>
              {one.text}
            </text>
          )}
        </g>
      ))}
      {annotations.map((one) => {
        if (one.kind !== "relation") return null;
        const way = link(one.from, one.to);
        return way === null ? null : (
          <path key={one.id} d={way} className="sketch-link" strokeWidth={unit} />
        );
      })}
      {order.map((id, at) => {
        const one = marks.find((each) => each.id === id);
        return one === undefined ? null : (
          <g key={id} className="sketch-place">
            <circle cx={one.x} cy={one.y} r={6 * unit} />
            <text x={one.x} y={one.y + 3 * unit} fontSize={8 * unit} textAnchor="middle">
              {at + 1}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
