import type { Point, Rect } from "../../core/ask";
import { type Box, box } from "../../core/shapes/box";
import type { Handle, Shape, Stroke } from "../../core/shapes/shape";
import { wrongIn } from "../checks";
import type { Table, TableLabel } from "../doc";
import { partOf } from "../page";
import { addLine, cellAt, edgesOf, framed, moveLine, shifted } from "../tables";

const frame = ({ x, y, width, height }: Rect): Rect => ({ x, y, width, height });
const asBox = (table: Table): Box =>
  ({ kind: "box", id: table.id, name: table.name, class: table.class, ...frame(table) }) as Box;

/** The lines between cells, not through those that cover several places. */
function* linesOf(table: Table): Generator<readonly [Point, Point]> {
  const [down, across] = [edgesOf(table, "rows"), edgesOf(table, "columns")];
  const same = (one: readonly [number, number], other: readonly [number, number]) =>
    cellAt(table, { row: one[0], column: one[1] }) ===
    cellAt(table, { row: other[0], column: other[1] });
  for (let row = 0; row < table.rows.length; row += 1)
    for (let column = 0; column < across.length - 1; column += 1)
      if (table.cells.length === 0 || !same([row, column], [row + 1, column]))
        yield [
          [across[column]!, down[row + 1]!],
          [across[column + 1]!, down[row + 1]!],
        ];
  for (let column = 0; column < table.columns.length; column += 1)
    for (let row = 0; row < down.length - 1; row += 1)
      if (table.cells.length === 0 || !same([row, column], [row, column + 1]))
        yield [
          [across[column + 1]!, down[row]!],
          [across[column + 1]!, down[row + 1]!],
        ];
}

const lineHandles = (table: Table): readonly Handle[] => [
  ...table.rows.map((y, at) => ({
    id: `rows ${at}`,
    at: [table.x, y] as const,
    cursor: "ns-resize",
    mid: true,
  })),
  ...table.columns.map((x, at) => ({
    id: `columns ${at}`,
    at: [x, table.y] as const,
    cursor: "ew-resize",
    mid: true,
  })),
];

/** A table of pages: a box with lines in it. */
export const table: Shape<Table, TableLabel> = {
  kind: "table",
  bounds: frame,
  area: (one) => box.area(asBox(one)),
  holds: (one, at) => box.holds(asBox(one), at),
  toEdge: (one, at) => box.toEdge(asBox(one), at),
  drawing: (one) => [
    { is: "rect", rect: frame(one) },
    ...[...linesOf(one)].map((points): Stroke => ({ is: "line", points, bare: true })),
  ],
  handles: (one) => [
    ...box.handles(asBox(one)).filter(({ minor }) => minor !== true),
    ...lineHandles(one),
  ],
  drag(one, handle, to, size) {
    const [axis, at] = handle.split(" ");
    if (axis === "rows") return moveLine(one, "rows", Number(at), to[1]);
    if (axis === "columns") return moveLine(one, "columns", Number(at), to[0]);
    return framed(one, frame(box.drag(asBox(one), handle, to, size)));
  },
  move(one, dx, dy, size) {
    const next = box.move(asBox(one), dx, dy, size);
    const [x, y] = [next.x - one.x, next.y - one.y];
    return x === 0 && y === 0 ? one : shifted(one, x, y);
  },
  resize: (one, dx, dy, size) => framed(one, frame(box.resize(asBox(one), dx, dy, size))),
  fields: (one) => box.fields(asBox(one)),
  set(one, key, value) {
    if (key === "x") return shifted(one, value - one.x, 0);
    if (key === "y") return shifted(one, 0, value - one.y);
    return framed(one, { ...frame(one), [key]: value });
  },
  around(at, size, start, label) {
    const rect = frame(box.around(at, size, start, { ...label, kind: "box" }));
    const made: Table = {
      kind: "table",
      ...start,
      part: partOf(size),
      ...rect,
      rows: [],
      columns: [],
      cells: [],
    };
    const halved = addLine(made, "rows", rect.y + rect.height / 2);
    return addLine(halved, "columns", rect.x + rect.width / 2);
  },
  faults: (one, size) => wrongIn(one, size),
};
