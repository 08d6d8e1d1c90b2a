import { CircleDot } from "lucide-react";
import { type Point, put } from "../../core/doc";
import { corner } from "../../core/shapes/points";
import type { Tool } from "../../core/tool";
import { createGrip } from "./grip";
import type { ToolKind } from "./kind";
import { pick } from "./pick";

/** Sets a point where it is clicked; one that lies there is taken instead, and dragged. */
function createPoint(): Tool {
  const grip = createGrip();
  let at: Point | null = null;
  return {
    cursor: (hands, pointed) => grip.over(hands, pointed)?.cursor ?? "crosshair",
    down(hands, pointed) {
      if (grip.down(hands, pointed)) return;
      const there = pick(hands, { ...pointed, reach: pointed.slop }).find(
        (mark) => mark.kind === "point",
      );
      if (there !== undefined) {
        hands.select([there.id]);
        grip.down(hands, pointed);
        return;
      }
      at = corner(pointed.at, hands.size);
      hands.redraw();
    },
    move(hands, pointed, pressed) {
      if (!pressed || grip.move(hands, pointed) || at === null) return;
      at = corner(pointed.at, hands.size);
      hands.redraw();
    },
    up(hands, pointed) {
      if (grip.up(hands) || at === null) return;
      const [x, y] = corner(pointed.at, hands.size);
      const choice = hands.choiceFor("point");
      at = null;
      if (choice !== null) {
        const start = { id: hands.newId(), name: choice.label.name, class: choice.class.id };
        hands.show(put(hands.answer(), { kind: "point", ...start, x, y }));
        hands.keep("drawn", [start.id]);
      }
      hands.redraw();
    },
    cancel(hands) {
      if (grip.cancel(hands)) return true;
      if (at === null) return false;
      at = null;
      hands.redraw();
      return true;
    },
    holds: grip.holds,
    draft: () => null,
    focus: () => grip.focus() ?? at,
  };
}

export const point: ToolKind = {
  icon: CircleDot,
  keys: ["KeyI"],
  draws: "point",
  create: createPoint,
};
