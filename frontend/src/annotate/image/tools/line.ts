import { type Point, put } from "../../core/doc";
import { area, distance } from "../../core/geometry";
import type { Start } from "../../core/shapes";
import { corner, differ } from "../../core/shapes/points";
import type { Hands, Tool } from "../../core/tool";
import { createSteps } from "./steps";

type Lined = "polygon" | "polyline";

/**
 * Draws lines corner by corner. A double click or Enter finishes one, the first corner again closes an
 * outline, the last one again ends an open line; what takes back takes back the last corner.
 */
export function createLine(kind: Lined): Tool {
  const closes = kind === "polygon";
  const fewest = closes ? 3 : 2;
  const { now, hand, begin, end, selects, back, released } = createSteps<Point>();

  const start = (hands: Hands): Start | null => {
    const choice = hands.choiceFor(kind);
    const { id } = now;
    return choice === null ? null : { id, name: choice.label.name, class: choice.class.id };
  };
  const isWhole = () =>
    now.points.length >= fewest && (closes ? area(now.points) > 0 : differ(now.points));
  const finish = (hands: Hands): boolean => {
    if (now.points.length === 0) return false;
    const made = start(hands);
    if (made === null || !isWhole()) return true;
    hands.show(put(hands.answer(), { kind, ...made, points: now.points }));
    hands.keep("drawn", [made.id]);
    end();
    hands.redraw();
    return true;
  };

  return {
    ...hand,
    up(hands, pointed) {
      if (!released(hands)) return;
      const next = corner(pointed.at, hands.size);
      const [first] = now.points;
      const last = now.points.at(-1);
      const closing = closes && first !== undefined && now.points.length >= fewest;
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
      if (selects(hands, pointed)) return;
      if (now.points.length === 0) begin(hands);
      now.points = [...now.points, next];
      if (start(hands) === null) end();
      hands.redraw();
    },
    double: (hands) => finish(hands),
    act(hands, act) {
      if (now.points.length === 0) return false;
      if (act === "finish") return finish(hands);
      if (act !== "undo" && act !== "delete") return false;
      back();
      hands.redraw();
      return true;
    },
    offers: () =>
      now.points.length === 0
        ? null
        : {
            says: { key: "corners", n: now.points.length },
            acts: [{ act: "finish", off: !isWhole() }, { act: "undo" }],
          },
    draft() {
      const { points, to, own } = now;
      const of = points.length === 0 || own === null ? null : start(own);
      return of === null ? null : { kind: "line", points, to, closes, of };
    },
  };
}
