import { Columns3, Eraser, Rows3, Table2 } from "lucide-react";
import { put } from "../../core/doc";
import type { Hands, Pointed, Tool } from "../../core/tool";
import { type ToolKind, toolAct } from "../../image/tools/kind";
import { createRect } from "../../image/tools/rect";
import type { Table } from "../doc";
import { type Axis, addLine, addLineSomewhere, lineAt, newTable, removeLine } from "../tables";

type Mode = Axis | "erase" | null;
const MODES: Record<string, Exclude<Mode, null>> = {
  "table.row": "rows",
  "table.column": "columns",
  "table.erase": "erase",
};

/** The table that is selected, alone. */
function tableIn(hands: Hands): Table | null {
  const [id, more] = hands.selected();
  const one = hands.marks().find((mark) => mark.id === id);
  return more === undefined && one?.kind === "table" ? one : null;
}

/**
 * Draws tables; then, with a line of rows or columns in hand, a press puts one into the table that is
 * selected, and with the eraser it takes one out. By keys the widest stretch is halved.
 */
function createTable(): Tool {
  const rect = createRect("table", newTable);
  let mode: Mode = null;
  let pressed: Pointed | null = null;

  const keep = (hands: Hands, before: Table, after: Table, said: string): void => {
    if (after === before) return;
    hands.show(put(hands.answer(), after));
    hands.keep(said, [after.id]);
  };
  const press = (hands: Hands, { at, reach }: Pointed): void => {
    const table = tableIn(hands);
    if (table === null) return;
    if (mode === "rows") keep(hands, table, addLine(table, "rows", at[1]), "line_added");
    else if (mode === "columns") keep(hands, table, addLine(table, "columns", at[0]), "line_added");
    else {
      const line = lineAt(table, at, reach);
      if (line !== null)
        keep(hands, table, removeLine(table, line.axis, line.index), "line_removed");
    }
  };
  const within = (hands: Hands, { at: [x, y] }: Pointed): boolean => {
    const table = mode === null ? null : tableIn(hands);
    if (table === null) return false;
    const { x: left, y: top, width, height } = table;
    return x >= left && x <= left + width && y >= top && y <= top + height;
  };
  return {
    ...rect,
    cursor(hands, pointed) {
      if (!within(hands, pointed)) return rect.cursor(hands, pointed);
      return mode === "rows" ? "row-resize" : mode === "columns" ? "col-resize" : "pointer";
    },
    down(hands, pointed) {
      if (within(hands, pointed)) pressed = pointed;
      else rect.down(hands, pointed);
    },
    move(hands, pointed, isPressed) {
      if (pressed === null) rect.move(hands, pointed, isPressed);
    },
    up(hands, pointed) {
      if (pressed === null) rect.up(hands, pointed);
      else press(hands, pointed);
      pressed = null;
    },
    cancel(hands) {
      const had = mode !== null || pressed !== null;
      pressed = null;
      if (rect.cancel(hands)) return true;
      mode = null;
      if (had) hands.redraw();
      return had;
    },
    act(hands, act) {
      const next = MODES[act];
      if (next !== undefined) {
        mode = mode === next ? null : next;
        hands.redraw();
        return true;
      }
      const table = tableIn(hands);
      if (act !== "finish" || table === null || mode === null) return false;
      if (mode === "erase") {
        const axis = table.rows.length > 0 ? "rows" : "columns";
        keep(hands, table, removeLine(table, axis, table[axis].length - 1), "line_removed");
      } else keep(hands, table, addLineSomewhere(table, mode), "line_added");
      return true;
    },
    offers(hands) {
      const table = tableIn(hands);
      if (table === null) return { says: { key: "table_draw" }, acts: [] };
      const acts = Object.entries(MODES).map(([act, one]) => ({ act, pressed: mode === one }));
      const finish = mode === null ? [] : [{ act: "finish" }];
      return {
        says: { key: mode === null ? "table" : `table_${mode}` },
        acts: [...acts, ...finish],
      };
    },
  };
}

export const tableTool: ToolKind = {
  icon: Table2,
  keys: ["KeyQ"],
  draws: "table",
  acts: [
    toolAct("table.row", "KeyI"),
    toolAct("table.column", "KeyY"),
    toolAct("table.erase", "KeyM"),
  ],
  icons: { "table.row": Rows3, "table.column": Columns3, "table.erase": Eraser },
  create: createTable,
};
