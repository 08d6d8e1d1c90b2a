import { Brush, Check, Eraser, Minus, PaintBucket, PenTool, Plus } from "lucide-react";
import { paintDraft } from "../drafts";
import { paintMask, rasterBitmap } from "../masks";
import { painters } from "../paint";
import { type ToolKind, toolAct } from "./kind";
import { createMask } from "./paint-mask";

painters.draft = paintDraft;
painters.masks = { paintMask, rasterBitmap };

/** Areas of pixels: painted, erased, encircled, or filled by colour. */
export const mask: ToolKind = {
  icon: Brush,
  keys: ["KeyQ"],
  draws: "mask",
  acts: [
    toolAct("mask.brush", "Shift+Digit1"),
    toolAct("mask.erase", "Shift+Digit2"),
    toolAct("mask.outline", "Shift+Digit3"),
    toolAct("mask.flood", "Shift+Digit4"),
    { ...toolAct("mask.less", "Shift+Comma"), repeat: true },
    { ...toolAct("mask.more", "Shift+Period"), repeat: true },
  ],
  icons: {
    "mask.brush": Brush,
    "mask.erase": Eraser,
    "mask.outline": PenTool,
    "mask.flood": PaintBucket,
    "mask.less": Minus,
    "mask.more": Plus,
    finish: Check,
  },
  create: createMask,
};
