import { MapPin } from "lucide-react";
import { inside } from "../../core/geometry";
import type { Tool } from "../../core/tool";
import type { ToolKind } from "./kind";
import { pick } from "./pick";

/** Sets an inspector's pin on a place, and on the shape that is there. */
function createPin(): Tool {
  return {
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

export const pin: ToolKind = {
  icon: MapPin,
  keys: [],
  reads: true,
  create: createPin,
};
