import {
  Columns3,
  Heading,
  type LucideIcon,
  Rows3,
  SquareSplitHorizontal,
  TableCellsMerge,
  TableCellsSplit,
  TextCursorInput,
  Trash2,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { useStore } from "../../use";
import type { Table } from "../doc";
import type { DocumentEditor } from "../editor";
import { textIn } from "../layer";
import { indexOf } from "../page";
import {
  type Axis,
  addLineSomewhere,
  cellAt,
  cellsOf,
  isOne,
  merge,
  type Range,
  rectOf,
  removeLine,
  setCell,
  split,
  whole,
} from "../tables";
import { useDocument } from "../use";

type Props = { editor: DocumentEditor; table: Table; range: Range | null };

/** What can be done with a table and the cells in hand. */
export function TableActs({ editor, table, range }: Props) {
  const { t } = useTranslation("annotate-document");
  const off = useDocument(editor, (state) => state.readOnly);
  const layer = useStore(editor.pages.came, () => editor.layer(indexOf(table.part)));
  if (off) return null;
  const now = range?.to ?? { row: 0, column: 0 };
  const held = range === null ? null : whole(table, range);
  const cell = cellAt(table, now);
  const several = held !== null && !isOne(table, held.from, held.to) ? held : null;
  const take = (next: Table) => {
    editor.change(next);
  };
  /** The line below or right of the cell in hand goes; of the last, the one before it. */
  const without = (axis: Axis, at: number) =>
    removeLine(table, axis, Math.min(at, table[axis].length - 1));
  const filled = () =>
    cellsOf(table).reduce((next, each) => {
      const text =
        (each.text ?? "") === "" ? textIn(layer, rectOf(table, each)).replaceAll("\n", " ") : "";
      return text === "" ? next : setCell(next, each, { text });
    }, table);
  const headed = () => {
    const { from, to } = held ?? { from: now, to: now };
    const all = cellsOf(table).filter(
      ({ row, column }) =>
        row >= from.row && row <= to.row && column >= from.column && column <= to.column,
    );
    const header = !all.every((one) => one.header === true);
    return all.reduce((next, one) => setCell(next, one, { header }), table);
  };
  const spans = (cell.rows ?? 1) > 1 || (cell.columns ?? 1) > 1;
  return (
    <div className="row wrap g4 doc-acts" role="toolbar" aria-label={t("table_acts")}>
      <Act
        icon={Rows3}
        word={t("row_add")}
        onPress={() => take(addLineSomewhere(table, "rows", now.row))}
      />
      <Act
        icon={Columns3}
        word={t("column_add")}
        onPress={() => take(addLineSomewhere(table, "columns", now.column))}
      />
      <Act
        icon={Trash2}
        word={t("row_remove")}
        off={table.rows.length === 0}
        onPress={() => take(without("rows", now.row))}
      />
      <Act
        icon={SquareSplitHorizontal}
        word={t("column_remove")}
        off={table.columns.length === 0}
        onPress={() => take(without("columns", now.column))}
      />
      <Act
        icon={TableCellsMerge}
        word={t("merge")}
        off={several === null}
        onPress={() => several !== null && take(merge(table, several))}
      />
      <Act
        icon={TableCellsSplit}
        word={t("split")}
        off={!spans}
        onPress={() => take(split(table, now))}
      />
      <Act
        icon={Heading}
        word={t("header")}
        pressed={cell.header === true}
        onPress={() => take(headed())}
      />
      <Act
        icon={TextCursorInput}
        word={t("from_layer")}
        off={layer.letters.length === 0}
        onPress={() => take(filled())}
      />
    </div>
  );
}

type ActProps = {
  icon: LucideIcon;
  word: string;
  off?: boolean;
  pressed?: boolean;
  onPress: () => void;
};

function Act({ icon, word, off = false, pressed, onPress }: ActProps) {
  return (
    <button
      type="button"
      className="an-icon"
      aria-label={word}
      title={word}
      aria-pressed={pressed}
      disabled={off}
      onClick={onPress}
    >
      <Icon of={icon} size={18} />
      <span className="doc-word">{word}</span>
    </button>
  );
}
