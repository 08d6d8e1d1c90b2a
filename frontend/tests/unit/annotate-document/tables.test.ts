import { describe, expect, test } from "vitest";
import type { Table } from "~/annotate/document/doc";
import {
  addLine,
  addLineSomewhere,
  cellsOf,
  framed,
  lineAt,
  merge,
  moveLine,
  placeAt,
  rectOf,
  removeLine,
  setCell,
  shifted,
  split,
} from "~/annotate/document/tables";

const table = (part: Partial<Table> = {}): Table => ({
  kind: "table",
  id: "t",
  name: "tables",
  class: "t",
  part: "p1",
  x: 0,
  y: 0,
  width: 100,
  height: 60,
  rows: [20, 40],
  columns: [50],
  cells: [],
  ...part,
});
const said = (one: Table) => one.cells.map(({ row, column, text }) => [row, column, text]);

describe("lines", () => {
  test("a new line pushes what lies behind it and leaves what it cuts in the first half", () => {
    const given = table({
      cells: [
        { row: 0, column: 0, text: "a" },
        { row: 1, column: 0, text: "b" },
      ],
    });
    const next = addLine(given, "rows", 10);
    expect(next.rows).toEqual([10, 20, 40]);
    expect(said(next)).toEqual([
      [0, 0, "a"],
      [2, 0, "b"],
    ]);
  });

  test("a merged cell that a line cuts covers one more", () => {
    const given = table({ cells: [{ row: 0, column: 0, rows: 2 }] });
    expect(addLine(given, "rows", 30).cells).toEqual([{ row: 0, column: 0, rows: 3 }]);
    expect(addLine(given, "rows", 50).cells).toEqual([{ row: 0, column: 0, rows: 2 }]);
  });

  test("no line on another one or on the edge", () => {
    expect(addLine(table(), "rows", 21)).toEqual(table());
    expect(addLine(table(), "columns", 99)).toEqual(table());
    expect(addLine(table(), "rows", -5)).toEqual(table());
  });

  test("by keys the widest stretch is halved, or the one that is named", () => {
    expect(addLineSomewhere(table({ rows: [20] }), "rows").rows).toEqual([20, 40]);
    expect(addLineSomewhere(table(), "columns", 1).columns).toEqual([50, 75]);
  });

  test("without a line its two sides stand together", () => {
    const given = table({
      cells: [
        { row: 0, column: 1, text: "위" },
        { row: 1, column: 1, text: "아래" },
        { row: 2, column: 0, text: "끝" },
      ],
    });
    const next = removeLine(given, "rows", 0);
    expect(next.rows).toEqual([40]);
    expect(said(next)).toEqual([
      [0, 1, "위 아래"],
      [1, 0, "끝"],
    ]);
  });

  test("a line moves between its neighbours", () => {
    expect(moveLine(table(), "rows", 0, 30).rows).toEqual([30, 40]);
    expect(moveLine(table(), "rows", 0, 300).rows).toEqual([36, 40]);
    expect(moveLine(table(), "rows", 1, -9).rows).toEqual([20, 24]);
  });

  test("another frame keeps the lines that find room", () => {
    expect(framed(table(), { x: 0, y: 0, width: 100, height: 100 }).rows).toEqual([20, 40]);
    expect(framed(table(), { x: 0, y: 30, width: 100, height: 30 }).rows).toEqual([34, 40]);
    const tight = framed(table(), { x: 0, y: 0, width: 100, height: 6 });
    expect(tight.rows).toEqual([2, 4]);
  });

  test("elsewhere it takes its lines along", () => {
    const moved = shifted(table(), 5, 7);
    expect([moved.x, moved.y, moved.rows, moved.columns]).toEqual([5, 7, [27, 47], [55]]);
  });

  test("a line is found near a place, and a cell around it", () => {
    expect(lineAt(table(), [80, 22], 4)).toEqual({ axis: "rows", index: 0 });
    expect(lineAt(table(), [52, 30], 4)).toEqual({ axis: "columns", index: 0 });
    expect(lineAt(table(), [80, 30], 4)).toBeNull();
    expect(placeAt(table(), [80, 30])).toEqual({ row: 1, column: 1 });
    expect(placeAt(table(), [80, 61])).toBeNull();
  });
});

describe("cells", () => {
  test("what says nothing is not written down", () => {
    const one = setCell(table(), { row: 1, column: 1 }, { text: "x", header: true });
    expect(one.cells).toEqual([{ row: 1, column: 1, text: "x", header: true }]);
    expect(setCell(one, { row: 1, column: 1 }, { text: "", header: false }).cells).toEqual([]);
  });

  test("merged cells say what all of them said, and come apart again", () => {
    const given = table({
      cells: [
        { row: 0, column: 0, text: "가" },
        { row: 1, column: 1, text: "나" },
      ],
    });
    const one = merge(given, { from: { row: 1, column: 1 }, to: { row: 0, column: 0 } });
    expect(one.cells).toEqual([{ row: 0, column: 0, rows: 2, columns: 2, text: "가 나" }]);
    expect(cellsOf(one)).toHaveLength(3);
    expect(rectOf(one, one.cells[0]!)).toEqual({ x: 0, y: 0, width: 100, height: 40 });
    expect(split(one, { row: 1, column: 1 }).cells).toEqual([{ row: 0, column: 0, text: "가 나" }]);
  });

  test("merging takes whole what it would cut", () => {
    const given = table({ cells: [{ row: 1, column: 0, columns: 2 }] });
    const one = merge(given, { from: { row: 0, column: 0 }, to: { row: 1, column: 0 } });
    expect(one.cells).toEqual([{ row: 0, column: 0, rows: 2, columns: 2 }]);
  });
});
