import { type Point, type Polygon, put } from "../../core/doc";
import { area, distance } from "../../core/geometry";
import { corner } from "../../core/shapes/polygon";
import type { Hands, Tool } from "../../core/tool";
import { createGrip } from "./grip";
import { pick } from "./pick";

/**
 * Draws outlines corner by corner. The first corner again, a double click or Enter closes one; what
 * takes back takes back the last corner.
 */
export function createPolygon(): Tool {
  const grip = createGrip();
  let points: readonly Point[] = [];
  let id = "";
  let to: Point | null = null;
  let pressed = false;

  const end = () => {
    points = [];
    to = null;
    pressed = false;
  };
  const draft = (hands: Hands): Polygon | null => {
    const choice = hands.choiceFor("polygon");
    if (choice === null) return null;
    return { kind: "polygon", id, name: choice.label.name, class: choice.class.id, points };
  };
  const finish = (hands: Hands): boolean => {
    if (points.length === 0) return false;
    const made = draft(hands);
    if (made === null || points.length < 3 || area(points) <= 0) return true;
    hands.show(put(hands.answer(), made));
    hands.keep("drawn", [made.id]);
    end();
    hands.redraw();
    return true;
  };
  // Whose hands set the corners: the class in them may change until the outline is closed.
  let own: Hands | null = null;

  return {
    id: "polygon",
    needs: "polygon",
    cursor: (hands, pointed) =>
      points.length > 0 ? "crosshair" : (grip.over(hands, pointed)?.cursor ?? "crosshair"),
    down(hands, pointed) {
      if (points.length === 0 && grip.down(hands, pointed)) return;
      pressed = true;
      to = corner(pointed.at, hands.size);
      hands.redraw();
    },
    move(hands, pointed, down) {
      if (down && grip.move(hands, pointed)) return;
      if (points.length === 0 && !pressed) return;
      to = corner(pointed.at, hands.size);
      hands.redraw();
    },
    up(hands, pointed) {
      if (grip.up(hands)) return;
      if (!pressed) return;
      pressed = false;
      const next = corner(pointed.at, hands.size);
      const [first] = points;
      const last = points.at(-1);
      if (first !== undefined && points.length >= 3 && distance(first, next) <= pointed.reach / 2) {
        finish(hands);
        return;
      }
      // The second of a double click, or of a double tap, which never hits the same place.
      const slip = pointed.touch ? 8 : 2;
      if (last !== undefined && distance(last, next) * hands.scale() < slip) return;
      if (points.length === 0) {
        // Where a shape lies already, Shift selects it instead of starting another.
        const [top] = pointed.shift ? pick(hands, pointed) : [];
        if (top !== undefined) {
          hands.select([top.id]);
          end();
          return;
        }
        id = hands.newId();
        hands.select([]);
      }
      points = [...points, next];
      own = hands;
      if (draft(hands) === null) end();
      hands.redraw();
    },
    double: (hands) => finish(hands),
    cancel(hands) {
      if (grip.cancel(hands)) return true;
      if (points.length === 0 && !pressed) return false;
      end();
      hands.redraw();
      return true;
    },
    interrupt(hands) {
      // Corners that are set stay: the picture is only moved to set the next.
      grip.cancel(hands);
      pressed = false;
      if (points.length === 0) end();
      hands.redraw();
    },
    act(hands, act) {
      if (points.length === 0) return false;
      if (act === "finish") return finish(hands);
      if (act !== "undo" && act !== "delete") return false;
      points = points.slice(0, -1);
      if (points.length === 0) end();
      hands.redraw();
      return true;
    },
    holds: grip.holds,
    draft() {
      const mark = points.length === 0 || own === null ? null : draft(own);
      return mark === null ? null : { kind: "mark", mark, open: true, to };
    },
    focus: () => grip.focus() ?? (pressed ? to : null),
  };
}
