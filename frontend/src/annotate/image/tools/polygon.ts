import { Pentagon } from "lucide-react";
import { paintDraft } from "../drafts";
import { painters } from "../paint";
import type { ToolKind } from "./kind";
import { createLine } from "./line";

/** Outlines, corner by corner. */

painters.draft = paintDraft;

export const polygon: ToolKind = {
  icon: Pentagon,
  keys: ["KeyP"],
  draws: "polygon",
  create: () => createLine("polygon"),
};
