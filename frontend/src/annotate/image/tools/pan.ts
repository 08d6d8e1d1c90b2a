import { Hand } from "lucide-react";
import type { Point } from "../../core/doc";
import type { Tool } from "../../core/tool";
import type { ToolKind } from "./kind";

/** Moves the view. */
function createPan(): Tool {
  let from: Point | null = null;
  return {
    cursor: () => (from === null ? "grab" : "grabbing"),
    down(_, pointed) {
      from = pointed.at;
    },
    move(hands, pointed, pressed) {
      if (!pressed || from === null) return;
      // The place that was taken stays under the pointer: after the move `from` is there again.
      const scale = hands.scale();
      hands.pan((pointed.at[0] - from[0]) * scale, (pointed.at[1] - from[1]) * scale);
    },
    up() {
      from = null;
    },
    cancel() {
      const had = from !== null;
      from = null;
      return had;
    },
    draft: () => null,
  };
}

export const pan: ToolKind = {
  icon: Hand,
  keys: ["KeyH"],
  reads: true,
  create: createPan,
};
