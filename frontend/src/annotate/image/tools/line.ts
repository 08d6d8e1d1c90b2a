import { type Point, put } from "../../core/doc";
import { area, distance } from "../../core/geometry";
import type { Start } from "../../core/shapes";
import { corner, differ } from "../../core/shapes/points";
import type { Hands, Tool } from "../../core/tool";
import { createGrip } from "./grip";
import { pick } from "./pick";

type Lined = "polygon" | "polyline";

/**
 * Draws lines corner by corner. A double click or Enter finishes one, the first corner again closes an
 * outline, the last one again ends an open line; what takes back takes back the last corner.
 */
export function createLine(kind: Lined): Tool {
  const closes = kind === "polygon";
  const fewest = closes ? 3 : 2;
  const grip = createGrip();
  let points: readonly Point[] = [];
  let id = "";
  let to: Point | null = null;
  let pressed = false;
  // Whose hands set the corners: the class in them may change until the line is finished.
  let own: Hands | null = null;

  const end = () => {
    points = [];
    to = null;
    pressed = false;
  };
  const start = (hands: Hands): Start | null => {
    const choice = hands.choiceFor(kind);
    return choice === null ? null : { id, name: choice.label.name, class: choice.class.id };
  };
  const isWhole = () => points.length >= fewest && (closes ? area(points) > 0 : differ(points));
  const finish = (hands: Hands): boolean => {
    if (points.length === 0) return false;
    const made = start(hands);
    if (made === null || !isWhole()) return true;
    hands.show(put(hands.answer(), { kind, ...made, points }));
    hands.keep("drawn", [made.id]);
    end();
    hands.redraw();
    return true;
  };

  return {
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
      const closing = closes && first !== undefined && points.length >= fewest;
      if (closing && distance(first, next) <= pointed.reach / 2) {
        finish(hands);
        return;
      }
      // The second of a double click, or of a double tap, which never hits the same place.
      const slip = pointed.touch ? 8 : 2;
      if (last !== undefined && distance(last, next) * hands.scale() < slip) {
        // An open line has no first corner to go back to: a finger ends it where it stands.
        if (!closes && pointed.touch) finish(hands);
        return;
      }
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
      if (start(hands) === null) end();
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
    offers: () =>
      points.length === 0
        ? null
        : {
            says: { key: "corners", n: points.length },
            acts: [{ act: "finish", off: !isWhole() }, { act: "undo" }],
          },
    draft() {
      const of = points.length === 0 || own === null ? null : start(own);
      return of === null ? null : { kind: "line", points, to, closes, of };
    },
    focus: () => grip.focus() ?? (pressed ? to : null),
  };
}
