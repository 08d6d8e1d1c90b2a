import { Square } from "lucide-react";
import type { ToolKind } from "./kind";
import { createRect } from "./rect";

/** Boxes from corner to corner. */
export const box: ToolKind = {
  icon: Square,
  keys: ["KeyB"],
  draws: "box",
  create: () => createRect("box", (start, rect) => ({ kind: "box", ...start, ...rect })),
};
