import { Check, EyeOff, PersonStanding, SkipForward } from "lucide-react";
import { type Point, put } from "../../core/doc";
import { between, distance } from "../../core/geometry";
import { ABSENT, type Joint, type Keypoints, laidOut } from "../../core/shapes/keypoints";
import { corner } from "../../core/shapes/points";
import type { Hands, Pointed, Tool } from "../../core/tool";
import { type ToolKind, toolAct } from "./kind";
import { createSteps } from "./steps";

/** Pixels of the screen beyond which a drag is a frame; a finger wanders while it looks for its place. */
const FRAME = 12;
const FRAME_TOUCH = 48;

/**
 * Sets the points of a skeleton in its order, a click each. A key leaves one out, another says that
 * the next is hidden (so does Shift with the click); what takes back takes back the last point. Before
 * the first, a frame that is dragged gets all of them at once, as the skeleton stands on its board.
 */
function createKeypoints(): Tool {
  const steps = createSteps<Joint>();
  const { now, hand, begin, selects, back, released } = steps;
  let framed: readonly Joint[] | null = null;
  let from: Point | null = null;
  let hides = false;

  const unframe = () => {
    framed = null;
    from = null;
  };
  const end = () => {
    steps.end();
    unframe();
    hides = false;
  };
  const skeletonOf = (hands: Hands) => hands.choiceFor("keypoints")?.label.skeleton.points ?? [];
  const made = (hands: Hands, set: readonly Joint[]): Keypoints | null => {
    const choice = hands.choiceFor("keypoints");
    if (choice === null) return null;
    return {
      kind: "keypoints",
      id: now.id,
      name: choice.label.name,
      class: choice.class.id,
      points: choice.label.skeleton.points.map((_, n) => set[n] ?? ABSENT),
    };
  };
  const finish = (hands: Hands, set = now.points): boolean => {
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
  /** What is dragged before the first point, once it is a frame. */
  const frame = (hands: Hands, { touch }: Pointed): void => {
    if (from === null || now.to === null) return;
    const far = distance(from, now.to) * hands.scale() >= (touch ? FRAME_TOUCH : FRAME);
    if (far && framed === null) begin(hands);
    framed = far ? laidOut(skeletonOf(hands), between(from, now.to), hands.size) : null;
  };
  const add = (hands: Hands, joint: Joint): void => {
    if (now.points.length === 0) begin(hands);
    now.points = [...now.points, joint];
    hides = false;
    const count = skeletonOf(hands).length;
    if (count === 0) end();
    else if (now.points.length >= count) finish(hands);
    hands.redraw();
  };

  return {
    ...hand,
    down(hands, pointed) {
      hand.down(hands, pointed);
      if (now.pressed && now.points.length === 0) from = now.to;
    },
    move(hands, pointed, down) {
      hand.move(hands, pointed, down);
      frame(hands, pointed);
    },
    up(hands, pointed) {
      if (!released(hands)) return;
      const all = framed;
      unframe();
      if (all !== null) {
        finish(hands, all);
        end();
        return;
      }
      if (selects(hands, pointed)) return;
      const [x, y] = corner(pointed.at, hands.size);
      add(hands, [x, y, hides || pointed.shift ? 1 : 2]);
    },
    cancel(hands) {
      const hid = hides;
      if (!hand.cancel(hands) && !hid) return false;
      end();
      hands.redraw();
      return true;
    },
    interrupt(hands) {
      unframe();
      hand.interrupt(hands);
    },
    act(hands, act) {
      if (act === "keypoints.hidden") hides = !hides;
      else if (act === "keypoints.skip") {
        if (skeletonOf(hands).length > 0) add(hands, ABSENT);
      } else if (now.points.length === 0) return false;
      else if (act === "finish") return finish(hands);
      else if (act === "undo" || act === "delete") back();
      else return false;
      hands.redraw();
      return true;
    },
    offers(hands) {
      const all = skeletonOf(hands);
      const { points } = now;
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
      const { points, to, own } = now;
      if (own === null || (points.length === 0 && framed === null)) return null;
      const next: Joint[] = to === null ? [] : [[to[0], to[1], hides ? 1 : 2]];
      const mark = made(own, framed ?? [...points, ...next]);
      return mark === null ? null : { kind: "mark", mark };
    },
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
