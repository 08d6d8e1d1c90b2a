import type { Point } from "../../core/doc";
import type { Tool } from "../../core/tool";

/** Moves the view. */
export function createPan(): Tool {
  let from: Point | null = null;
  return {
    id: "pan",
    reads: true,
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
