/** What lies on the pages of a document, in the API's own JSON form. A page is a part: `p1`, `p2` … */
import type { Base, Classed, Id, MarkQuestion, Question, Rect } from "../core/ask";

export type PageBoxLabel = MarkQuestion & {
  kind: "page_box";
  /** Whether what is written in it is asked for. */
  text?: "none" | "optional" | "required";
};
export type TableLabel = MarkQuestion & { kind: "table" };
export type OrderLabel = Question & {
  kind: "order";
  /** The labels whose marks are put in order; null for all that have a place. */
  of?: readonly string[] | null;
  required?: boolean;
};

export type PageBox = Classed & Rect & { kind: "page_box"; part: string; text?: string };
/** One cell that says something, or that spans several; rows and columns from 0. */
export type Cell = {
  row: number;
  column: number;
  rows?: number;
  columns?: number;
  text?: string;
  header?: boolean;
};
export type Table = Classed &
  Rect & {
    kind: "table";
    part: string;
    /** Inner lines: the y of each between two rows, the x of each between two columns. */
    rows: readonly number[];
    columns: readonly number[];
    cells: readonly Cell[];
  };
export type Order = Base & { kind: "order"; order: readonly Id[] };
