/** What the pages of documents bring to the canvas of pictures: their shapes and their tools. */
import { joinShapes } from "../core/shapes";
import { joinTools } from "../image/tools";

export const SHAPES = {
  page_box: () => import("./shapes/page-box").then((its) => its.pageBox),
  table: () => import("./shapes/table").then((its) => its.table),
  page_span: () => import("./shapes/page-span").then((its) => its.pageSpan),
};
export const TOOLS = {
  page_box: () => import("./tools/page-box").then((its) => its.pageBoxTool),
  table: () => import("./tools/table").then((its) => its.tableTool),
  page_span: () => import("./tools/span").then((its) => its.spanTool),
  order: () => import("./tools/order").then((its) => its.orderTool),
};

/** Before an editor of a document is made ready. */
export function joinBoards(): void {
  joinShapes(SHAPES);
  joinTools(TOOLS);
}
