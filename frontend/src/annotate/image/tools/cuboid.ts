import { Box } from "lucide-react";
import { type Point, put, type Rect } from "../../core/doc";
import { distance } from "../../core/geometry";
import { drawn } from "../../core/shapes/box";
import { type Cuboid, drawnCuboid } from "../../core/shapes/cuboid";
import type { Hands, Tool } from "../../core/tool";
import { createGrip } from "./grip";
import type { ToolKind } from "./kind";
import { pick } from "./pick";

/** Drags the front face, then the depth: a click (or a second drag) says where the back face lies. */
function createCuboid(): Tool {
  const grip = createGrip();
  let from: Point | null = null;
  let face: Rect | null = null;
  /** Where the depth is measured from, once the front face is there. */
  let anchor: Point | null = null;
  let at: Point | null = null;
  let pressed = false;
  let id = "";
  let own: Hands | null = null;

  const end = () => {
    from = null;
    face = null;
    anchor = null;
    at = null;
    pressed = false;
  };
  const made = (hands: Hands): Cuboid | null => {
    const choice = hands.choiceFor("cuboid");
    if (choice === null || face === null) return null;
    const start = { id, name: choice.label.name, class: choice.class.id };
    const depth: Point =
      anchor === null || at === null
        ? [0, 0]
        : [Math.round(at[0] - anchor[0]), Math.round(at[1] - anchor[1])];
    return drawnCuboid(start, face, depth, hands.size);
  };
  const finish = (hands: Hands): boolean => {
    if (face === null || anchor === null) return false;
    if (at !== null && distance(at, anchor) * hands.scale() < 4)
      // As it stands on most pictures: behind it, to the right and above.
      at = [anchor[0] + face.width / 4, anchor[1] - face.height / 4];
    const one = made(hands);
    end();
    if (one !== null) {
      hands.show(put(hands.answer(), one));
      hands.keep("drawn", [one.id]);
    }
    hands.redraw();
    return true;
  };

  return {
    cursor: (hands, pointed) =>
      face !== null ? "crosshair" : (grip.over(hands, pointed)?.cursor ?? "crosshair"),
    down(hands, pointed) {
      if (face === null && grip.down(hands, pointed)) return;
      pressed = true;
      if (anchor === null) {
        from = pointed.at;
        id = hands.newId();
        own = hands;
      }
      // A finger has not hovered here: it drags the depth from where it comes down.
      else if (pointed.touch) anchor = pointed.at;
      at = pointed.at;
      hands.redraw();
    },
    move(hands, pointed, down) {
      if (down && grip.move(hands, pointed)) return;
      if (anchor === null && (!down || from === null)) return;
      at = pointed.at;
      if (anchor === null && from !== null) {
        const rect = drawn(from, pointed.at, hands.size);
        const slipped = distance(from, pointed.at) * hands.scale() < 4;
        face = slipped || rect.width <= 0 || rect.height <= 0 ? null : rect;
      }
      hands.redraw();
    },
    up(hands, pointed) {
      if (grip.up(hands) || !pressed) return;
      pressed = false;
      at = pointed.at;
      if (anchor !== null) {
        finish(hands);
        return;
      }
      if (face === null || hands.choiceFor("cuboid") === null) {
        const [top] = pick(hands, pointed);
        hands.select(top === undefined ? [] : [top.id]);
        end();
      } else {
        hands.select([]);
        anchor = pointed.at;
      }
      hands.redraw();
    },
    cancel(hands) {
      if (grip.cancel(hands)) return true;
      if (from === null) return false;
      end();
      hands.redraw();
      return true;
    },
    interrupt(hands) {
      grip.cancel(hands);
      pressed = false;
      // The front face stays: the picture is only moved to see where the back lies.
      if (anchor === null) end();
      hands.redraw();
    },
    act(hands, act) {
      if (anchor === null) return false;
      if (act === "finish") return finish(hands);
      if (act !== "undo" && act !== "delete") return false;
      end();
      hands.redraw();
      return true;
    },
    holds: grip.holds,
    offers: () =>
      anchor === null
        ? null
        : { says: { key: "depth" }, acts: [{ act: "finish" }, { act: "undo" }] },
    draft() {
      const mark = own === null ? null : made(own);
      return mark === null ? null : { kind: "mark", mark };
    },
    focus: () => grip.focus() ?? (pressed ? at : null),
  };
}

export const cuboid: ToolKind = {
  icon: Box,
  keys: ["KeyW"],
  draws: "cuboid",
  create: createCuboid,
};
