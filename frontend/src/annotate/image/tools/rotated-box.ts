import { Diamond } from "lucide-react";
import { turned } from "../../core/shapes/rotated-box";
import type { ToolKind } from "./kind";
import { createRect } from "./rect";

/** Boxes from corner to corner, turned by their handle or by keys afterwards. */
export const rotatedBox: ToolKind = {
  icon: Diamond,
  keys: ["KeyO"],
  draws: "rotated_box",
  create: () => createRect("rotated_box", turned),
};
