import { type Mark, type Point, put, type Rect } from "../../core/doc";
import { distance } from "../../core/geometry";
import type { ShapeKind, Start } from "../../core/shapes";
import { drawn } from "../../core/shapes/box";
import type { Tool } from "../../core/tool";
import { createGrip } from "./grip";
import { pick } from "./pick";

/** Draws from corner to corner what `make` makes of it; a click without a drag selects what is there. */
export function createRect(
  kind: Exclude<ShapeKind, "page_span">,
  make: (start: Start, rect: Rect) => Mark,
): Tool {
  const grip = createGrip();
  let from: Point | null = null;
  let mark: Mark | null = null;
  let at: Point | null = null;

  const end = () => {
    from = null;
    mark = null;
    at = null;
  };
  return {
    cursor: (hands, pointed) => grip.over(hands, pointed)?.cursor ?? "crosshair",
    down(hands, pointed) {
      if (grip.down(hands, pointed)) return;
      from = pointed.at;
      at = pointed.at;
    },
    move(hands, pointed, pressed) {
      if (!pressed || grip.move(hands, pointed) || from === null) return;
      const choice = hands.choiceFor(kind);
      at = pointed.at;
      const rect = drawn(from, pointed.at, hands.size);
      const slipped = distance(from, pointed.at) * hands.scale() < 4;
      if (choice === null || slipped || rect.width <= 0 || rect.height <= 0) mark = null;
      else {
        const id = mark?.id ?? hands.newId();
        mark = make({ id, name: choice.label.name, class: choice.class.id }, rect);
      }
      hands.redraw();
    },
    up(hands, pointed) {
      if (grip.up(hands)) return;
      if (mark !== null) {
        hands.show(put(hands.answer(), mark));
        hands.keep("drawn", [mark.id]);
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
    draft: () => (mark === null ? null : { kind: "mark", mark }),
    focus: () => grip.focus() ?? at,
  };
}
