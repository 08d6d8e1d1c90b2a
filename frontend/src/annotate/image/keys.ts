import { isShapeLabel, type Way } from "../core/doc";
import type { Act, Handlers } from "../core/keymap";
import { canTurn } from "../core/shapes";
import type { Acts } from "./acts";
import type { Core } from "./editor";
import { type ToolId, toolOf } from "./tools";

/** How far a key moves, in pixels of the picture, and turns, in degrees; with Shift. */
const NUDGE = 1;
const FAR = 10;
const ZOOM = 1.25;
const WAYS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] } as const;

/** The keys of tools: how each is taken, and what it can do by itself. */
export const actsOfTools = (tools: readonly ToolId[]): readonly Act[] =>
  tools.flatMap((id) => {
    const { keys, acts = [] } = toolOf(id);
    const own = keys.length === 0 ? [] : [{ id: `tool.${id}`, group: "tools", keys }];
    return [...own, ...acts];
  });

/** What the keys do. */
export function handlersOf(core: Core, acts: Omit<Acts, "handlers" | "keyActs">): Handlers {
  const { get, patch } = core;
  const order = (way: Way) => () => acts.reorder(get().selected, way);
  const cursor = acts.keyCursor;
  let giveBack: (() => void) | null = null;
  // A key with nothing to do is still the editor's, where there is something to edit: the browser
  // would go back a page by it, or keep a bookmark.
  const own = (done: boolean): boolean => done || !get().readOnly;
  const byTool = (id: string) => () =>
    !get().readOnly && core.tool().act?.(core.hands, id) === true;
  return {
    // Only what this schema has: the sheet shows what has a handler.
    ...Object.fromEntries(core.tools.map((id) => [`tool.${id}`, () => acts.setTool(id)])),
    ...Object.fromEntries(
      core.tools.flatMap((id) => toolOf(id).acts ?? []).map(({ id }) => [id, byTool(id)]),
    ),
    "pan.hold": {
      down() {
        if (cursor.isOn()) return cursor.press();
        giveBack = core.borrow("pan");
        return giveBack !== null;
      },
      up() {
        cursor.release();
        giveBack?.();
        giveBack = null;
      },
    },
    ...(core.tools.some((id) => toolOf(id).draws !== undefined) && {
      "cursor.toggle": () => !get().readOnly && cursor.toggle(),
      "cursor.hold": () => cursor.hold(),
      finish: byTool("finish"),
    }),
    cancel() {
      if (core.tool().cancel(core.hands) || cursor.off()) return true;
      if (get().selected.length === 0) return false;
      core.hands.select([]);
      return true;
    },
    ...Object.fromEntries(
      core.choices.slice(0, 9).map((_, n) => [`label.${n + 1}`, () => acts.pick(n)] as const),
    ),
    undo: () => own(acts.undo()),
    redo: () => own(acts.redo()),
    delete: () => acts.remove(),
    duplicate: () => own(acts.duplicate()),
    add: () => acts.add(),
    group: () => own(acts.group()),
    "select.group": () => acts.selectGroup(),
    "select.all"() {
      acts.select(core.marks().map((mark) => mark.id));
    },
    "select.next": () => acts.selectNext(1),
    "select.previous": () => acts.selectNext(-1),
    "hide.selected"() {
      const ids = get().selected;
      if (ids.length === 0) return false;
      acts.hide(ids, !ids.every((id) => get().hidden.has(id)));
    },
    "hide.all": () => acts.showShapes(!get().shapes),
    "order.front": order("front"),
    "order.forward": order("forward"),
    "order.backward": order("backward"),
    "order.back": order("back"),
    ...Object.fromEntries(
      Object.entries(WAYS).flatMap(([way, [x, y]]) => [
        [`move.${way}`, () => cursor.move(x, y, "near") || acts.nudge(x * NUDGE, y * NUDGE)],
        [`move_far.${way}`, () => cursor.move(x, y, "far") || acts.nudge(x * FAR, y * FAR)],
        [`size.${way}`, () => cursor.move(x, y, "fine") || own(acts.grow(x * NUDGE, y * NUDGE))],
        [`size_far.${way}`, () => own(acts.grow(x * FAR, y * FAR))],
      ]),
    ),
    ...(core.schema.labels.some((label) => isShapeLabel(label) && canTurn(label.kind)) && {
      "turn.left": () => acts.turn(-NUDGE),
      "turn.right": () => acts.turn(NUDGE),
      "turn_far.left": () => acts.turn(-FAR),
      "turn_far.right": () => acts.turn(FAR),
    }),
    "zoom.in": () => acts.zoomBy(ZOOM),
    "zoom.out": () => acts.zoomBy(1 / ZOOM),
    "zoom.fit": () => acts.fit(),
    "zoom.selected"() {
      const [id] = get().selected;
      if (id === undefined) return false;
      acts.zoomTo(id);
    },
    crosshair: () => patch({ crosshair: !get().crosshair }),
  };
}
