import { Spline } from "lucide-react";
import { paintDraft } from "../drafts";
import { painters } from "../paint";
import type { ToolKind } from "./kind";
import { createLine } from "./line";

/** Open lines, point by point. */

painters.draft = paintDraft;

export const polyline: ToolKind = {
  icon: Spline,
  keys: ["KeyL"],
  draws: "polyline",
  create: () => createLine("polyline"),
};
