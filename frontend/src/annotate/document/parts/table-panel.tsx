import { useId } from "react";
import { useTranslation } from "react-i18next";
import { land } from "../../a11y/land";
import { NumberField } from "../../a11y/number-field";
import { finishOf } from "../../parts/finish";
import type { Cell, Table } from "../doc";
import type { DocumentEditor } from "../editor";
import {
  type Axis,
  acrossOf,
  cellAt,
  cellsOf,
  downOf,
  edgesOf,
  GAP,
  isOne,
  moveLine,
  type Place,
  setCell,
  whole,
} from "../tables";
import { useDocument } from "../use";
import { TableActs } from "./table-acts";

/** So many rows of a long table are there to be written at once. */
const ROWS = 40;

type Props = { editor: DocumentEditor; table: Table };

/** The table that is selected, cell by cell: arrows go from one to the next. */
export function TablePanel({ editor, table }: Props) {
  const { t } = useTranslation("annotate-document");
  const id = useId();
  const off = useDocument(editor, (state) => state.readOnly);
  const range = useDocument(editor, (state) => state.cells);
  const [down, across] = [downOf(table), acrossOf(table)];
  const now = range?.to ?? { row: 0, column: 0 };
  const first = Math.max(0, Math.min(now.row - ROWS / 2, down - ROWS));
  const cells = cellsOf(table);
  const held = range === null ? null : whole(table, range);
  const isHeld = ({ row, column }: Cell) =>
    held !== null &&
    row >= held.from.row &&
    row <= held.to.row &&
    column >= held.from.column &&
    column <= held.to.column;

  const go = (place: Place, extend: boolean) => {
    if (place.row < 0 || place.column < 0 || place.row >= down || place.column >= across) return;
    const from = extend ? (range?.from ?? place) : place;
    editor.patch({ cells: { from, to: place } });
    const { row, column } = cellAt(table, place);
    land(document, `[id="${id} ${row} ${column}"]`);
  };
  const keys = (event: React.KeyboardEvent<HTMLInputElement>, cell: Cell) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { selectionStart: start, selectionEnd: end, value } = event.currentTarget;
    const extend = event.shiftKey && event.key !== "Enter";
    const right = extend || (start === end && end === value.length);
    const left = extend || (start === end && start === 0);
    const [rows, columns] = [cell.rows ?? 1, cell.columns ?? 1];
    const from = extend ? (range?.to ?? cell) : cell;
    const to: Place | undefined = {
      ArrowUp: { row: from.row - 1, column: from.column },
      ArrowDown: { row: from.row + (extend ? 1 : rows), column: from.column },
      Enter: { row: cell.row + (event.shiftKey ? -1 : rows), column: cell.column },
      ...(left && { ArrowLeft: { row: from.row, column: from.column - 1 } }),
      ...(right && { ArrowRight: { row: from.row, column: from.column + (extend ? 1 : columns) } }),
    }[event.key];
    if (to === undefined) {
      if (finishOf(event) !== null) event.currentTarget.blur();
      return;
    }
    event.preventDefault();
    go(to, extend);
  };
  return (
    <section aria-label={t("table")}>
      <h3 className="row between an-head">
        {t("table")}
        <span className="t3 an-light">{t("table_size", { rows: down, columns: across })}</span>
      </h3>
      <TableActs editor={editor} table={table} range={range} />
      <div className="doc-grid">
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are fields, gone through by arrows */}
        <table role="grid" aria-label={t("table_cells")}>
          <tbody>
            {Array.from({ length: Math.min(ROWS, down) }, (_, at) => first + at).map((row) => (
              <tr key={row}>
                {cells
                  .filter((cell) => cell.row === row)
                  .map((cell) => {
                    const Tag = cell.header ? "th" : "td";
                    return (
                      <Tag
                        key={cell.column}
                        rowSpan={cell.rows ?? 1}
                        colSpan={cell.columns ?? 1}
                        data-held={isHeld(cell)}
                      >
                        <input
                          id={`${id} ${cell.row} ${cell.column}`}
                          {...(isOne(table, cell, now) ? { "data-writes": "" } : {})}
                          tabIndex={isOne(table, cell, now) ? 0 : -1}
                          aria-label={t(cell.header ? "cell_head" : "cell", {
                            row: cell.row + 1,
                            column: cell.column + 1,
                          })}
                          disabled={off}
                          value={cell.text ?? ""}
                          onFocus={() => {
                            const at = editor.get().cells;
                            if (at === null || !isOne(table, at.to, cell))
                              editor.patch({ cells: { from: cell, to: cell } });
                          }}
                          onKeyDown={(event) => keys(event, cell)}
                          onChange={(event) =>
                            editor.change(
                              setCell(table, cell, { text: event.target.value }),
                              `cell ${cell.row} ${cell.column} ${table.id}`,
                            )
                          }
                        />
                      </Tag>
                    );
                  })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Lines editor={editor} table={table} off={off} at={now} />
    </section>
  );
}

/** Where the lines around the cell in hand lie, as numbers. */
function Lines({ editor, table, off, at }: Props & { off: boolean; at: Place }) {
  const { t } = useTranslation("annotate-document");
  const field = (axis: Axis, index: number) => {
    const edges = edgesOf(table, axis);
    const [low, high] = [edges[index]!, edges[index + 2]!];
    return (
      <NumberField
        key={`${axis} ${index}`}
        letter={axis === "rows" ? "y" : "x"}
        label={t(axis === "rows" ? "row_line" : "column_line", { n: index + 1 })}
        value={table[axis][index]!}
        off={off}
        faultId={undefined}
        onTake={(value) => {
          if (!(value >= low + GAP && value <= high - GAP)) return false;
          editor.change(moveLine(table, axis, index, value), `line ${axis} ${index} ${table.id}`);
          return true;
        }}
        onGiveUp={() => {}}
      />
    );
  };
  const around = (place: number, count: number) =>
    [place - 1, place].filter((index) => index >= 0 && index < count);
  const fields = [
    ...around(at.row, table.rows.length).map((index) => field("rows", index)),
    ...around(at.column, table.columns.length).map((index) => field("columns", index)),
  ];
  if (fields.length === 0) return null;
  return (
    <>
      <h4 className="t3 label">{t("lines_around")}</h4>
      <div className="an-coord">{fields}</div>
    </>
  );
}
