import { Check, EyeOff, PersonStanding, SkipForward } from "lucide-react";
import { type Point, put } from "../../core/doc";
import { between, distance } from "../../core/geometry";
import { ABSENT, type Joint, type Keypoints, laidOut } from "../../core/shapes/keypoints";
import { corner } from "../../core/shapes/points";
import type { Hands, Pointed, Tool } from "../../core/tool";
import { createGrip } from "./grip";
import { type ToolKind, toolAct } from "./kind";
import { pick } from "./pick";

/** Pixels of the screen beyond which a drag is a frame; a finger wanders while it looks for its place. */
const FRAME = 12;
const FRAME_TOUCH = 48;

/**
 * Sets the points of a skeleton in its order, a click each. A key leaves one out, another says that
 * the next is hidden (so does Shift with the click); what takes back takes back the last point. Before
 * the first, a frame that is dragged gets all of them at once, as the skeleton stands on its board.
 */
function createKeypoints(): Tool {
  const grip = createGrip();
  let points: readonly Joint[] = [];
  let id = "";
  let to: Point | null = null;
  let pressed = false;
  let framed: readonly Joint[] | null = null;
  let from: Point | null = null;
  let hides = false;
  let own: Hands | null = null;

  const end = () => {
    points = [];
    to = null;
    pressed = false;
    framed = null;
    from = null;
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
  const finish = (hands: Hands, set = points): boolean => {
    if (set.length === 0) return false;
    const one = made(hands, set);
    // Without one point that is there, there is nothing.
    if (one === null || one.points.every(([, , v]) => v === 0)) return true;
    end();
    hands.show(put(hands.answer(), one));
    hands.keep("drawn", [one.id]);
    hands.redraw();
    return true;
  };
  const begin = (hands: Hands): void => {
    id = hands.newId();
    own = hands;
    hands.select([]);
  };
  /** What is dragged before the first point, once it is a frame. */
  const frame = (hands: Hands, { touch }: Pointed): void => {
    if (from === null || to === null) return;
    const far = distance(from, to) * hands.scale() >= (touch ? FRAME_TOUCH : FRAME);
    if (far && framed === null) begin(hands);
    framed = far ? laidOut(skeletonOf(hands), between(from, to), hands.size) : null;
  };
  const add = (hands: Hands, joint: Joint): void => {
    if (points.length === 0) begin(hands);
    points = [...points, joint];
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
      if (points.length === 0) from = to;
      hands.redraw();
    },
    move(hands, pointed, down) {
      if (down && grip.move(hands, pointed)) return;
      if (points.length === 0 && !pressed) return;
      to = corner(pointed.at, hands.size);
      frame(hands, pointed);
      hands.redraw();
    },
    up(hands, pointed) {
      if (grip.up(hands) || !pressed) return;
      pressed = false;
      from = null;
      if (framed !== null) {
        finish(hands, framed);
        end();
        return;
      }
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
      framed = null;
      from = null;
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
        says: {
          key: points.length === 0 ? "keypoint_first" : "keypoint",
          next,
          n: points.length + 1,
          of: all.length,
        },
        acts: [
          { act: "keypoints.hidden", pressed: hides },
          { act: "keypoints.skip" },
          { act: "finish", off: points.every(([, , v]) => v === 0) },
          { act: "undo", off: points.length === 0 },
        ],
      };
    },
    draft() {
      if (own === null) return null;
      const all = framed === null ? null : made(own, framed);
      if (all !== null) return { kind: "mark", mark: all };
      if (points.length === 0) return null;
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
