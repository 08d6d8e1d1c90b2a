import { Check, EyeOff, PersonStanding, SkipForward } from "lucide-react";
import { type Point, put } from "../../core/doc";
import { ABSENT, type Joint, type Keypoints } from "../../core/shapes/keypoints";
import { corner } from "../../core/shapes/points";
import type { Hands, Tool } from "../../core/tool";
import { createGrip } from "./grip";
import { type ToolKind, toolAct } from "./kind";
import { pick } from "./pick";

/**
 * Sets the points of a skeleton in its order, a click each. A key leaves one out, another says that
 * the next is hidden (so does Shift with the click); what takes back takes back the last point.
 */
function createKeypoints(): Tool {
  const grip = createGrip();
  let points: readonly Joint[] = [];
  let id = "";
  let to: Point | null = null;
  let pressed = false;
  let hides = false;
  let own: Hands | null = null;

  const end = () => {
    points = [];
    to = null;
    pressed = false;
    hides = false;
    own = null;
  };
  const skeletonOf = (hands: Hands) => hands.choiceFor("keypoints")?.label.skeleton.points ?? [];
  const made = (hands: Hands, set: readonly Joint[]): Keypoints | null => {
    const choice = hands.choiceFor("keypoints");
    if (choice === null) return null;
    return {
      kind: "keypoints",
      id,
      name: choice.label.name,
      class: choice.class.id,
      points: choice.label.skeleton.points.map((_, n) => set[n] ?? ABSENT),
    };
  };
  const finish = (hands: Hands): boolean => {
    if (points.length === 0) return false;
    const one = made(hands, points);
    // Without one point that is there, there is nothing.
    if (one === null || one.points.every(([, , v]) => v === 0)) return true;
    end();
    hands.show(put(hands.answer(), one));
    hands.keep("drawn", [one.id]);
    hands.redraw();
    return true;
  };
  const add = (hands: Hands, joint: Joint): void => {
    if (points.length === 0) {
      id = hands.newId();
      hands.select([]);
    }
    points = [...points, joint];
    own = hands;
    hides = false;
    const count = skeletonOf(hands).length;
    if (count === 0) end();
    else if (points.length >= count) finish(hands);
    hands.redraw();
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
      if (grip.up(hands) || !pressed) return;
      pressed = false;
      // Where a shape lies already, Shift selects it instead of starting another.
      const [top] = points.length === 0 && pointed.shift ? pick(hands, pointed) : [];
      if (top !== undefined) {
        hands.select([top.id]);
        end();
        return;
      }
      const [x, y] = corner(pointed.at, hands.size);
      add(hands, [x, y, hides || pointed.shift ? 1 : 2]);
    },
    cancel(hands) {
      if (grip.cancel(hands)) return true;
      if (points.length === 0 && !pressed && !hides) return false;
      end();
      hands.redraw();
      return true;
    },
    interrupt(hands) {
      grip.cancel(hands);
      pressed = false;
      hands.redraw();
    },
    act(hands, act) {
      if (act === "keypoints.hidden") hides = !hides;
      else if (act === "keypoints.skip") {
        if (skeletonOf(hands).length > 0) add(hands, ABSENT);
      } else if (points.length === 0) return false;
      else if (act === "finish") return finish(hands);
      else if (act === "undo" || act === "delete") {
        points = points.slice(0, -1);
        if (points.length === 0) end();
      } else return false;
      hands.redraw();
      return true;
    },
    holds: grip.holds,
    offers(hands) {
      const all = skeletonOf(hands);
      const next = all[points.length];
      if (next === undefined) return null;
      return {
        says: { key: "keypoint", next, n: points.length + 1, of: all.length },
        acts: [
          { act: "keypoints.hidden", pressed: hides },
          { act: "keypoints.skip" },
          { act: "finish", off: points.every(([, , v]) => v === 0) },
          { act: "undo", off: points.length === 0 },
        ],
      };
    },
    draft() {
      if (own === null || points.length === 0) return null;
      const next: Joint[] = to === null ? [] : [[to[0], to[1], hides ? 1 : 2]];
      const mark = made(own, [...points, ...next]);
      return mark === null ? null : { kind: "mark", mark };
    },
    focus: () => grip.focus() ?? (pressed ? to : null),
  };
}

export const keypoints: ToolKind = {
  icon: PersonStanding,
  keys: ["KeyY"],
  draws: "keypoints",
  acts: [toolAct("keypoints.hidden", "Shift+KeyV"), toolAct("keypoints.skip", "Shift+KeyX")],
  icons: { "keypoints.hidden": EyeOff, "keypoints.skip": SkipForward, finish: Check },
  create: createKeypoints,
};
