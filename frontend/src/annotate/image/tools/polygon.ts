import { Pentagon } from "lucide-react";
import type { ToolKind } from "./kind";
import { createLine } from "./line";

/** Outlines, corner by corner. */
export const polygon: ToolKind = {
  icon: Pentagon,
  keys: ["KeyP"],
  draws: "polygon",
  create: () => createLine("polygon"),
};
