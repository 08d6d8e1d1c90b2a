/** What is wrong with what lies on pages, in the server's codes. */

import { type Asked, type Check, type Checks, codes, type Found } from "../core/checks/check";
import { marks } from "../core/checks/marks";
import { spanChecks } from "../core/checks/span";
import type { Annotation, Answer, DocumentSchema, Size } from "../core/doc";
import { checkOf, type Fault, faultsBy } from "../core/validity";
import type { PageFacts } from "../media";
import type { Order, OrderLabel, PageBox, PageBoxLabel, Table, TableLabel } from "./doc";
import { indexOf, partAt } from "./page";

const MAX_CELLS = 10_000;
// Rounding of x + width, never a tolerance for the person who drew.
const ROUNDING = 1e-6;

type Pages = { pages: readonly PageFacts[] };
const pagesOf = ({ facts }: Asked): readonly PageFacts[] => (facts as unknown as Pages).pages;

/** Has it an area, inside its page? */
function placed(one: PageBox | Table, page: Size): readonly string[] {
  const { x, y, width, height } = one;
  if (width <= 0 || height <= 0 || width * height <= 0) return ["zero_area"];
  const right = x + width > page.width + ROUNDING;
  const below = y + height > page.height + ROUNDING;
  return x < 0 || y < 0 || right || below ? ["past_edge"] : [];
}

const ascend = (...edges: readonly number[]): boolean =>
  edges.every((edge, at) => at === 0 || edges[at - 1]! < edge);

/** What is wrong with a table by itself. */
export function wrongIn(table: Table, page: Size): readonly string[] {
  const outside = placed(table, page);
  if (outside.length > 0) return outside;
  const { x, y, width, height, rows, columns } = table;
  if (!ascend(y, ...rows, y + height) || !ascend(x, ...columns, x + width)) return ["table_lines"];
  const [down, across] = [rows.length + 1, columns.length + 1];
  if (down * across > MAX_CELLS) return ["too_many_cells"];
  const taken = new Set<number>();
  for (const cell of table.cells) {
    const [below, right] = [cell.row + (cell.rows ?? 1), cell.column + (cell.columns ?? 1)];
    if (below > down || right > across) return ["cell_outside"];
    for (let row = cell.row; row < below; row += 1)
      for (let column = cell.column; column < right; column += 1) {
        if (taken.has(row * across + column)) return ["cells_overlap"];
        taken.add(row * across + column);
      }
  }
  return [];
}

const onPage = (
  asked: Asked,
  one: PageBox | Table,
  look: (page: PageFacts) => readonly string[],
) => {
  const page = pagesOf(asked)[indexOf(one.part)];
  return codes(...(page === undefined ? ["unknown_page"] : look(page)));
};

const boxes = marks<PageBoxLabel, PageBox>((label, asked, one) => [
  ...onPage(asked, one, (page) => placed(one, page)),
  ...codes(
    label.text === "required" && (one.text ?? "").trim() === "" && "text_missing",
    (label.text ?? "none") === "none" && one.text != null && "text_not_asked",
  ),
]);

const tables = marks<TableLabel, Table>((_, asked, one) =>
  onPage(asked, one, (page) => wrongIn(one, page)),
);

/** Is it something that an order puts in order? */
export const isOrdered = (label: OrderLabel, one: Annotation): one is PageBox | Table =>
  (one.kind === "page_box" || one.kind === "table") &&
  (label.of == null || label.of.includes(one.name));

const meantBy = (label: OrderLabel, { others }: Asked): readonly Annotation[] =>
  [...others.values()].filter((one) => isOrdered(label, one));

const order: Check<OrderLabel, Order> = {
  one(label, asked, one) {
    const meant = new Set(meantBy(label, asked).map(({ id }) => id));
    const given = new Set(one.order);
    if ([...given].some((id) => !meant.has(id))) return codes("unknown_end");
    if (given.size < one.order.length) return codes("ordered_twice");
    if (given.size < meant.size)
      return [{ code: "not_all_ordered", limit: meant.size, count: given.size }];
    return [];
  },
  all(label, asked, given) {
    const found: Found[] = [];
    if (given.length === 0 && label.required !== false && meantBy(label, asked).length > 0)
      found.push({ code: "required", count: 0 });
    if (given.length > 1) found.push({ code: "too_many", limit: 1, count: given.length });
    return found;
  },
};

const KNOWN: Checks = {
  page_box: boxes,
  table: tables,
  order,
};

/** All that can be wrong with an answer to a document; what it asks has been made ready. */
export function faultsIn(
  schema: DocumentSchema,
  pages: readonly PageFacts[],
  answer: Answer,
): readonly Fault[] {
  const span = spanChecks((_, __, part) => pages[indexOf(part)]?.length ?? null);
  const parts = pages.map((_, at) => ({ id: partAt(at), role: null, text: "" }));
  const facts = { parts, pages };
  return faultsBy(
    (kind) => (kind === "span" ? span : (KNOWN[kind] ?? checkOf(kind))),
    schema,
    facts,
    answer,
  );
}
