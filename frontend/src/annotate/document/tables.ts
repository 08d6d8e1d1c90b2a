/** What a table is made of, and how its lines and cells change: pure, in pixels of the page. */
import type { Id, Rect } from "../core/doc";
import type { Cell, Table } from "./doc";

export type Axis = "rows" | "columns";
/** Row and column, from 0. */
export type Place = { row: number; column: number };
/** Places from one corner to the other, both within. */
export type Range = { from: Place; to: Place };

/** Lines lie so far from each other and from the edge, in pixels. */
export const GAP = 4;

export const downOf = (table: Table): number => table.rows.length + 1;
export const acrossOf = (table: Table): number => table.columns.length + 1;

/** Both edges and the lines between, along an axis. */
export function edgesOf(table: Table, axis: Axis): readonly number[] {
  const [low, size] = axis === "rows" ? [table.y, table.height] : [table.x, table.width];
  return [low, ...table[axis], low + size];
}

const heightOf = (cell: Cell): number => cell.rows ?? 1;
const widthOf = (cell: Cell): number => cell.columns ?? 1;

/** Does a cell cover a place? */
const covers = (cell: Cell, { row, column }: Place): boolean =>
  row >= cell.row &&
  row < cell.row + heightOf(cell) &&
  column >= cell.column &&
  column < cell.column + widthOf(cell);

/** The cell at a place; one that is not written down says nothing. */
export const cellAt = (table: Table, place: Place): Cell =>
  table.cells.find((cell) => covers(cell, place)) ?? place;

/** Are they of one cell? */
export function isOne(table: Table, one: Place, other: Place): boolean {
  const [cell, there] = [cellAt(table, one), cellAt(table, other)];
  return cell.row === there.row && cell.column === there.column;
}

/** Every cell of a table, row by row. */
export function cellsOf(table: Table): readonly Cell[] {
  const taken = new Set<string>();
  const all: Cell[] = [];
  for (let row = 0; row < downOf(table); row += 1)
    for (let column = 0; column < acrossOf(table); column += 1) {
      if (taken.has(`${row} ${column}`)) continue;
      const cell = cellAt(table, { row, column });
      for (let r = 0; r < heightOf(cell); r += 1)
        for (let c = 0; c < widthOf(cell); c += 1) taken.add(`${row + r} ${column + c}`);
      all.push(cell);
    }
  return all;
}

/** Where a cell lies on the page. */
export function rectOf(table: Table, cell: Cell): Rect {
  const [down, across] = [edgesOf(table, "rows"), edgesOf(table, "columns")];
  const [x, y] = [across[cell.column] ?? table.x, down[cell.row] ?? table.y];
  const right = across[cell.column + widthOf(cell)] ?? table.x + table.width;
  const below = down[cell.row + heightOf(cell)] ?? table.y + table.height;
  return { x, y, width: right - x, height: below - y };
}

const says = (cell: Cell): boolean =>
  (cell.text ?? "") !== "" || cell.header === true || heightOf(cell) > 1 || widthOf(cell) > 1;

/** A cell without what is as it is anyhow. */
function plain({ row, column, rows = 1, columns = 1, text = "", header = false }: Cell): Cell {
  return {
    row,
    column,
    ...(rows > 1 && { rows }),
    ...(columns > 1 && { columns }),
    ...(text !== "" && { text }),
    ...(header && { header }),
  };
}

const inOrder = (one: Cell, other: Cell): number =>
  one.row - other.row || one.column - other.column;

/** With these cells: each place once (what lies on another joins it), those that say nothing left out. */
function withCells(table: Table, cells: readonly Cell[]): Table {
  const placed: Cell[] = [];
  for (const cell of [...cells].sort(inOrder)) {
    const at = placed.findIndex((one) => overlap(one, cell));
    const under = placed[at];
    if (under === undefined) placed.push(cell);
    else placed[at] = { ...under, text: joined(under.text, cell.text) };
  }
  return { ...table, cells: placed.filter(says).map(plain) };
}

const overlap = (one: Cell, other: Cell): boolean =>
  one.row < other.row + heightOf(other) &&
  other.row < one.row + heightOf(one) &&
  one.column < other.column + widthOf(other) &&
  other.column < one.column + widthOf(one);

// A cell is written in one line.
const joined = (one = "", other = ""): string => [one, other].filter(Boolean).join(" ");

/** With something said of the cell at a place. */
export function setCell(table: Table, place: Place, part: Partial<Cell>): Table {
  const cell = cellAt(table, place);
  const others = table.cells.filter((one) => one !== cell);
  return withCells(table, [...others, { ...cell, ...part }]);
}

/** A range that cuts through no cell. */
export function whole(table: Table, range: Range): Range {
  let [top, left] = [
    Math.min(range.from.row, range.to.row),
    Math.min(range.from.column, range.to.column),
  ];
  let [bottom, right] = [
    Math.max(range.from.row, range.to.row),
    Math.max(range.from.column, range.to.column),
  ];
  for (let grew = true; grew; ) {
    grew = false;
    for (const cell of table.cells) {
      const there = { row: top, column: left, rows: bottom - top + 1, columns: right - left + 1 };
      if (!overlap(cell, there)) continue;
      const next = [
        Math.min(top, cell.row),
        Math.min(left, cell.column),
        Math.max(bottom, cell.row + heightOf(cell) - 1),
        Math.max(right, cell.column + widthOf(cell) - 1),
      ] as const;
      if (next[0] < top || next[1] < left || next[2] > bottom || next[3] > right) grew = true;
      [top, left, bottom, right] = next;
    }
  }
  return { from: { row: top, column: left }, to: { row: bottom, column: right } };
}

/** The cells of a range as one, with all that stands in them. */
export function merge(table: Table, range: Range): Table {
  const { from, to } = whole(table, range);
  const all = cellsOf(table).filter(
    (cell) =>
      cell.row >= from.row &&
      cell.row <= to.row &&
      cell.column >= from.column &&
      cell.column <= to.column,
  );
  if (all.length < 2) return table;
  const made: Cell = {
    ...from,
    rows: to.row - from.row + 1,
    columns: to.column - from.column + 1,
    text: all.reduce((text, cell) => joined(text, cell.text), ""),
    header: all.some((cell) => cell.header === true),
  };
  return withCells(table, [...table.cells.filter((cell) => !all.includes(cell)), made]);
}

/** A cell that covers several places as one of each again. */
export function split(table: Table, place: Place): Table {
  const cell = cellAt(table, place);
  if (heightOf(cell) === 1 && widthOf(cell) === 1) return table;
  const { rows: _, columns: __, ...one } = cell;
  const rest = table.cells.filter((other) => other !== cell);
  return withCells(table, [...rest, one]);
}

const span = (cell: Cell, axis: Axis): [number, number] =>
  axis === "rows" ? [cell.row, heightOf(cell)] : [cell.column, widthOf(cell)];
const spanned = (cell: Cell, axis: Axis, at: number, count: number): Cell =>
  axis === "rows" ? { ...cell, row: at, rows: count } : { ...cell, column: at, columns: count };

/** With one more line; the same where another is too near. What it cuts stays in the first half. */
export function addLine(table: Table, axis: Axis, at: number): Table {
  const edges = edgesOf(table, axis);
  const place = Math.round(at);
  const after = edges.findLastIndex((edge) => edge < place);
  const [low, high] = [edges[after], edges[after + 1]];
  if (low === undefined || high === undefined) return table;
  if (place - low < GAP || high - place < GAP) return table;
  const lines = table[axis].toSpliced(after, 0, place);
  const cells = table.cells.map((cell) => {
    const [begin, count] = span(cell, axis);
    if (begin > after) return spanned(cell, axis, begin + 1, count);
    // One that covers the stretch covers both halves of it; a single one stays in the first.
    return begin + count > after && count > 1 ? spanned(cell, axis, begin, count + 1) : cell;
  });
  return withCells({ ...table, [axis]: lines }, cells);
}

/** One more line where the widest stretch is. */
export function addLineSomewhere(table: Table, axis: Axis, within?: number): Table {
  const edges = edgesOf(table, axis);
  const sizes = edges.slice(1).map((edge, at) => edge - edges[at]!);
  const at = within ?? sizes.indexOf(Math.max(...sizes));
  return addLine(table, axis, edges[at]! + sizes[at]! / 2);
}

/** Without a line: what stood on both sides stands together. */
export function removeLine(table: Table, axis: Axis, index: number): Table {
  if (index < 0 || index >= table[axis].length) return table;
  const cells = table.cells.map((cell) => {
    const [begin, count] = span(cell, axis);
    if (begin > index) return spanned(cell, axis, begin - 1, count);
    return begin + count - 1 > index ? spanned(cell, axis, begin, count - 1) : cell;
  });
  return withCells({ ...table, [axis]: table[axis].toSpliced(index, 1) }, cells);
}

/** With a line elsewhere, between its neighbours. */
export function moveLine(table: Table, axis: Axis, index: number, to: number): Table {
  const edges = edgesOf(table, axis);
  const [low, high] = [edges[index]! + GAP, edges[index + 2]! - GAP];
  const place = Math.round(Math.min(Math.max(to, low), Math.max(low, high)));
  return place === table[axis][index]
    ? table
    : { ...table, [axis]: table[axis].with(index, place) };
}

/** Inside another frame: lines stay where they are, as far as they find room. */
export function framed(table: Table, frame: Rect): Table {
  const kept = (lines: readonly number[], low: number, size: number): readonly number[] => {
    const gap = Math.min(GAP, size / (lines.length + 1));
    let last = low;
    const up = lines.map((line) => {
      last = Math.max(line, last + gap);
      return last;
    });
    let next = low + size;
    return up
      .reverse()
      .map((line) => {
        next = Math.min(line, next - gap);
        return next;
      })
      .reverse();
  };
  return {
    ...table,
    ...frame,
    rows: kept(table.rows, frame.y, frame.height),
    columns: kept(table.columns, frame.x, frame.width),
  };
}

/** Elsewhere, with all its lines. */
export const shifted = (table: Table, dx: number, dy: number): Table => ({
  ...table,
  x: table.x + dx,
  y: table.y + dy,
  rows: table.rows.map((line) => line + dy),
  columns: table.columns.map((line) => line + dx),
});

/** The line under a place, no farther away than `reach`. */
export function lineAt(
  table: Table,
  [x, y]: readonly [number, number],
  reach: number,
): { axis: Axis; index: number } | null {
  const near = (lines: readonly number[], at: number) =>
    lines
      .map((line, index) => ({ index, far: Math.abs(line - at) }))
      .filter(({ far }) => far <= reach)
      .sort((a, b) => a.far - b.far)[0];
  const row = near(table.rows, y);
  const column = near(table.columns, x);
  if (row !== undefined && (column === undefined || row.far <= column.far))
    return { axis: "rows", index: row.index };
  return column === undefined ? null : { axis: "columns", index: column.index };
}

/** The place in a table's grid that holds a point. */
export function placeAt(table: Table, [x, y]: readonly [number, number]): Place | null {
  const at = (edges: readonly number[], value: number) =>
    edges.findLastIndex((edge, index) => index < edges.length - 1 && value >= edge);
  const row = at(edgesOf(table, "rows"), y);
  const column = at(edgesOf(table, "columns"), x);
  const outside = x > table.x + table.width || y > table.y + table.height;
  return row < 0 || column < 0 || outside ? null : { row, column };
}

export const newTable = (start: { id: Id; name: string; class: string }, rect: Rect): Table =>
  ({ kind: "table", ...start, ...rect, part: "", rows: [], columns: [], cells: [] }) as Table;
