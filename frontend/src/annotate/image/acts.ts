import { fits, isShapeChoice } from "../core/choices";
import {
  type Answer,
  choose,
  type Id,
  isMark,
  type Mark,
  newId,
  type Point,
  type Polygon,
  put,
  type Rect,
  remove,
  reorder,
  type Way,
} from "../core/doc";
import type { Handlers } from "../core/keymap";
import { moveAll, shapeOf, shapeOfKind } from "../core/shapes";
import { cornerAfter, cornerAt, without } from "../core/shapes/polygon";
import { around, fitTo, reveal, toPicture, zoom } from "../core/view";
import {
  type Core,
  createCore,
  type EditorOptions,
  type Light,
  type PictureSource,
} from "./editor";
import type { ToolId } from "./tools";

/** How far a key moves, in pixels of the picture; with Shift. */
const NUDGE = 1;
const FAR = 10;
const ZOOM = 1.25;

/** Everything that a person can do, by whatever means: keys, buttons, list, fields. */
export type Acts = {
  undo: () => boolean;
  redo: () => boolean;
  setTool: (tool: ToolId) => boolean;
  /** What key `n` or a press on a label does: the class for what comes next, or of what is selected. */
  pick: (index: number) => boolean;
  relabel: (ids: readonly Id[], index: number) => boolean;
  select: (ids: readonly Id[]) => void;
  selectNext: (step: 1 | -1) => boolean;
  remove: (ids?: readonly Id[]) => boolean;
  duplicate: (ids?: readonly Id[]) => boolean;
  /** A shape of the class in hand in the middle of the view. */
  add: () => boolean;
  hide: (ids: readonly Id[], hidden: boolean) => void;
  reorder: (ids: readonly Id[], way: Way) => boolean;
  nudge: (dx: number, dy: number) => boolean;
  grow: (dx: number, dy: number) => boolean;
  /** Other bounds, as typed in fields. */
  setBounds: (id: Id, bounds: Rect) => void;
  /** The n-th corner of an outline elsewhere; one more after it; without it, while four are left. */
  setCorner: (id: Id, index: number, at: Point) => boolean;
  addCorner: (id: Id, index: number) => boolean;
  removeCorner: (id: Id, index: number) => boolean;
  setLight: (light: Partial<Light>) => void;
  /** All shapes, or the picture alone. */
  showShapes: (shown: boolean) => void;
  zoomBy: (factor: number) => void;
  fit: () => void;
  /** The annotation in the middle of the window, near. */
  zoomTo: (id: Id) => void;
  /** Moves the view so far that the annotation is in it. */
  reveal: (id: Id) => void;
  setReadOnly: (readOnly: boolean) => void;
  /** Another answer in the place of this one, as one step that can be taken back. */
  replace: (answer: Answer) => void;
  /** What the keys do. */
  readonly handlers: Handlers;
};

/** One picture being worked on: a store for `useSyncExternalStore`, and all that can be done. */
export type Editor = Core & Acts;

/**
 * An editor for one picture. `schema` and `answer` are the API's JSON; `answer` may be null.
 * It lives as long as somebody holds it: leaving a picture needs no goodbye.
 */
export function createEditor(
  schema: unknown,
  picture: PictureSource,
  answer: unknown = null,
  options: EditorOptions = {},
): Editor {
  const core = createCore(schema, picture, answer, options, newId);
  return { ...core, ...actsOf(core) };
}

function actsOf(core: Core): Acts {
  const { get, patch, commit, say, picture, choices } = core;
  const byId = (id: Id): Mark | undefined => {
    const one = get().answer.annotations.find((each) => each.id === id);
    return one !== undefined && isMark(one) ? one : undefined;
  };
  const chosen = (): Mark[] =>
    get()
      .selected.map(byId)
      .filter((mark) => mark !== undefined);
  const open = () => !get().readOnly;

  /** What is in the hand is let go first: with its next movement it would undo what is done here. */
  const letGo = (): boolean =>
    core.tool().holds?.() === true && core.tool().cancel(core.hands) === true;
  /** Changes what is selected, as a step that joins its like: holding a key is one movement. */
  const change = (kind: string, to: (marks: readonly Mark[]) => readonly Mark[]): boolean => {
    letGo();
    const marks = chosen();
    if (!open() || marks.length === 0) return false;
    commit(put(get().answer, ...to(marks)), undefined, `${kind} ${get().selected.join()}`);
    return true;
  };
  /** Changes the corners of one outline. */
  const bend = (id: Id, to: (one: Polygon) => Polygon, said: string | null, kind?: string) => {
    letGo();
    const mark = byId(id);
    if (!open() || mark?.kind !== "polygon") return false;
    const next = to(mark);
    if (next === mark) return false;
    commit(put(get().answer, next), undefined, kind);
    if (said !== null) say(said, { mark: next });
    return true;
  };
  const view = core.view;

  const acts: Omit<Acts, "handlers"> = {
    undo() {
      if (!open()) return false;
      if (core.tool().act?.(core.hands, "undo") === true) return true;
      // What is being drawn or dragged is the latest, and all that is taken back.
      if (!core.tool().cancel(core.hands) && !core.travel("undo")) return false;
      say("undone");
      return true;
    },
    redo() {
      if (!open() || letGo() || !core.travel("redo")) return false;
      say("redone");
      return true;
    },
    setTool(tool) {
      if (!core.tools.includes(tool)) return false;
      if (!open() && (tool === "box" || tool === "polygon")) return false;
      core.tool().cancel(core.hands);
      core.settleOn(tool);
      patch({ tool });
      return true;
    },
    pick(index) {
      const choice = choices[index];
      if (choice === undefined || !open()) return false;
      if (!isShapeChoice(choice)) {
        const label = choice.label;
        if (label.kind !== "class") return false;
        commit(choose(get().answer, label, choice.class.id, newId()));
        return true;
      }
      const drawn = core.drawn();
      const fresh = drawn !== null && get().selected.length === 1 && get().selected[0] === drawn;
      patch({ choice: index });
      // A shape that has just been drawn keeps its class: the key is meant for the next one.
      if (!fresh) acts.relabel(get().selected, index);
      const kind = choice.label.kind;
      if (get().tool !== "select" && get().tool !== kind) acts.setTool(kind);
      return true;
    },
    relabel(ids, index) {
      const choice = choices[index];
      if (choice === undefined || !open()) return false;
      letGo();
      const marks = ids
        .map(byId)
        .filter((mark) => mark !== undefined)
        .filter((mark) => fits(mark, choice))
        .map((mark) => ({ ...mark, name: choice.label.name, class: choice.class.id }));
      if (marks.length === 0) return false;
      commit(put(get().answer, ...marks), get().selected);
      say("relabelled", { mark: marks[0], count: marks.length });
      return true;
    },
    select(selected) {
      core.hands.select(selected);
      const [only, more] = chosen();
      if (only !== undefined)
        say("selected", more === undefined ? { mark: only } : { count: selected.length });
    },
    selectNext(step) {
      const marks = core.marks();
      if (marks.length === 0) return false;
      const at = marks.findIndex((mark) => mark.id === get().selected[0]);
      const start = at < 0 && step < 0 ? 0 : at;
      const next = marks[(start + step + marks.length) % marks.length]!;
      acts.select([next.id]);
      acts.reveal(next.id);
      return true;
    },
    remove(ids = get().selected) {
      if (core.tool().act?.(core.hands, "delete") === true) return true;
      if (!open() || ids.length === 0) return false;
      letGo();
      const marks = ids.map(byId).filter((mark) => mark !== undefined);
      const gone = new Set(ids);
      commit(
        remove(get().answer, ids),
        get().selected.filter((id) => !gone.has(id)),
      );
      say("removed", marks.length === 1 ? { mark: marks[0] } : { count: marks.length });
      return true;
    },
    duplicate(ids = get().selected) {
      letGo();
      const marks = ids.map(byId).filter((mark) => mark !== undefined);
      if (!open() || marks.length === 0) return false;
      const aside = Math.max(4, Math.round(12 / view.get().scale));
      const copies = marks.map((mark) => {
        const copy = { ...mark, id: newId() };
        const moved = shapeOf(copy).move(copy, aside, aside, picture);
        return moved === copy ? shapeOf(copy).move(copy, -aside, -aside, picture) : moved;
      });
      commit(
        put(get().answer, ...copies),
        copies.map((copy) => copy.id),
      );
      say("duplicated", copies.length === 1 ? { mark: copies[0] } : { count: copies.length });
      return true;
    },
    add() {
      const choice = choices[get().choice];
      if (!open() || choice === undefined || !isShapeChoice(choice)) return false;
      letGo();
      const { width, height } = view.get();
      const middle = width === 0 ? ([picture.width / 2, picture.height / 2] as const) : null;
      const at = middle ?? toPicture(view.get(), [width / 2, height / 2]);
      const base = { id: newId(), name: choice.label.name, class: choice.class.id };
      const mark = shapeOfKind(choice.label.kind).around(at, picture, base);
      commit(put(get().answer, mark), [mark.id]);
      say("added", { mark });
      return true;
    },
    hide(ids, hidden) {
      const next = new Set(get().hidden);
      for (const id of ids)
        if (hidden) next.add(id);
        else next.delete(id);
      patch({ hidden: next });
      say(hidden ? "hidden" : "shown", { count: ids.length });
    },
    reorder(ids, way) {
      if (!open() || ids.length === 0) return false;
      letGo();
      commit(reorder(get().answer, ids, way));
      say("reordered");
      return true;
    },
    nudge: (dx, dy) => change("move", (marks) => moveAll(marks, dx, dy, picture)),
    grow: (dx, dy) =>
      change("size", (marks) => marks.map((mark) => shapeOf(mark).resize(mark, dx, dy, picture))),
    setBounds(id, bounds) {
      letGo();
      const mark = byId(id);
      if (mark !== undefined && open())
        commit(put(get().answer, shapeOf(mark).stretch(mark, bounds)), undefined, `bounds ${id}`);
    },
    setCorner: (id, index, at) =>
      bend(id, (one) => cornerAt(one, index, at), null, `corner ${index} ${id}`),
    addCorner: (id, index) => bend(id, (one) => cornerAfter(one, index), "corner_added"),
    removeCorner: (id, index) => bend(id, (one) => without(one, index), "corner_removed"),
    setLight: (light) => patch({ light: { ...get().light, ...light } }),
    showShapes: (shapes) => patch({ shapes }),
    zoomBy(factor) {
      const { width, height } = view.get();
      view.set(zoom(view.get(), factor, [width / 2, height / 2], picture));
    },
    fit: () => view.set(fitTo(view.get(), picture)),
    zoomTo(id) {
      const mark = byId(id);
      if (mark !== undefined) view.set(around(view.get(), shapeOf(mark).bounds(mark), picture));
    },
    reveal(id) {
      const mark = byId(id);
      if (mark !== undefined) view.set(reveal(view.get(), shapeOf(mark).bounds(mark), picture));
    },
    setReadOnly(readOnly) {
      core.tool().cancel(core.hands);
      core.settleOn("select");
      patch({ readOnly, tool: "select" });
    },
    replace(answer) {
      core.tool().cancel(core.hands);
      commit(answer, []);
    },
  };
  return { ...acts, handlers: handlersOf(core, acts) };
}

function handlersOf(core: Core, acts: Omit<Acts, "handlers">): Handlers {
  const { get, patch } = core;
  const tool = (id: ToolId) => () => acts.setTool(id);
  const order = (way: Way) => () => acts.reorder(get().selected, way);
  const ways = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] } as const;
  let giveBack: (() => void) | null = null;
  // A key with nothing to do is still the editor's, where there is something to edit: the browser
  // would go back a page by it, or keep a bookmark.
  const own = (done: boolean): boolean => done || !get().readOnly;
  return {
    // Only what this schema has: the sheet shows what has a handler.
    ...Object.fromEntries(core.tools.map((id) => [`tool.${id}`, tool(id)] as const)),
    "pan.hold": {
      down() {
        giveBack = core.borrow("pan");
        return giveBack !== null;
      },
      up: () => giveBack?.(),
    },
    ...(core.tools.includes("polygon") && {
      finish: () => core.tool().act?.(core.hands, "finish") === true,
    }),
    cancel() {
      if (core.tool().cancel(core.hands)) return true;
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
      Object.entries(ways).flatMap(([way, [x, y]]) => [
        [`move.${way}`, () => acts.nudge(x * NUDGE, y * NUDGE)],
        [`move_far.${way}`, () => acts.nudge(x * FAR, y * FAR)],
        [`size.${way}`, () => own(acts.grow(x * NUDGE, y * NUDGE))],
        [`size_far.${way}`, () => own(acts.grow(x * FAR, y * FAR))],
      ]),
    ),
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
