import { Square } from "lucide-react";
import type { ToolKind } from "../../image/tools/kind";
import { createRect } from "../../image/tools/rect";
import type { PageBox } from "../doc";

/** Boxes on a page, from corner to corner; the page is the one that is drawn on. */
export const pageBoxTool: ToolKind = {
  icon: Square,
  keys: ["KeyB"],
  draws: "page_box",
  create: () =>
    createRect("page_box", (start, rect) => ({ kind: "page_box", ...start, ...rect }) as PageBox),
};
