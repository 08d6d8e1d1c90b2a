import { type Box, type Point, put } from "../../core/doc";
import { distance } from "../../core/geometry";
import { drawn } from "../../core/shapes/box";
import type { Tool } from "../../core/tool";
import { createGrip } from "./grip";
import { pick } from "./pick";

/** Draws boxes from corner to corner; a click without a drag selects what is there. */
export function createBox(): Tool {
  const grip = createGrip();
  let from: Point | null = null;
  let box: Box | null = null;
  let at: Point | null = null;

  const end = () => {
    from = null;
    box = null;
    at = null;
  };
  return {
    id: "box",
    needs: "box",
    cursor: (hands, pointed) => grip.over(hands, pointed)?.cursor ?? "crosshair",
    down(hands, pointed) {
      if (grip.down(hands, pointed)) return;
      from = pointed.at;
      at = pointed.at;
    },
    move(hands, pointed, pressed) {
      if (!pressed || grip.move(hands, pointed) || from === null) return;
      const choice = hands.choiceFor("box");
      at = pointed.at;
      if (choice === null || distance(from, pointed.at) * hands.scale() < 4) box = null;
      else
        box = {
          kind: "box",
          id: box?.id ?? hands.newId(),
          name: choice.label.name,
          class: choice.class.id,
          ...drawn(from, pointed.at, hands.size),
        };
      hands.redraw();
    },
    up(hands, pointed) {
      if (grip.up(hands)) return;
      if (box !== null && box.width > 0 && box.height > 0) {
        hands.show(put(hands.answer(), box));
        hands.keep("drawn", [box.id]);
      } else if (from !== null) {
        const [top] = pick(hands, pointed);
        hands.select(top === undefined ? [] : [top.id]);
      }
      end();
      hands.redraw();
    },
    cancel(hands) {
      if (grip.cancel(hands)) return true;
      if (from === null) return false;
      end();
      hands.redraw();
      return true;
    },
    holds: grip.holds,
    draft: () => (box === null ? null : { kind: "mark", mark: box }),
    focus: () => grip.focus() ?? at,
  };
}
