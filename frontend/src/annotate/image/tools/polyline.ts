import { Spline } from "lucide-react";
import type { ToolKind } from "./kind";
import { createLine } from "./line";

/** Open lines, point by point. */
export const polyline: ToolKind = {
  icon: Spline,
  keys: ["KeyL"],
  draws: "polyline",
  create: () => createLine("polyline"),
};
