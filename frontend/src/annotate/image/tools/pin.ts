import { inside } from "../../core/geometry";
import type { Tool } from "../../core/tool";
import { pick } from "./pick";

/** Sets an inspector's pin on a place, and on the shape that is there. */
export function createPin(): Tool {
  return {
    id: "pin",
    reads: true,
    cursor: () => "crosshair",
    down: () => {},
    move: () => {},
    up(hands, pointed) {
      hands.place(inside(pointed.at, hands.size), pick(hands, pointed)[0]?.id ?? null);
    },
    cancel: () => false,
    draft: () => null,
  };
}
