import { answered, valuesOf } from "../core/attributes";
import { type Choice, fits, isRelationChoice, isShapeChoice, isWholeChoice } from "../core/choices";
import {
  type Annotation,
  type Answer,
  type AttributeValue,
  choose,
  type Id,
  isMark,
  isRelation,
  type Mark,
  newId,
  put,
  type Rect,
  remove,
  reorder,
  type ShapeLabel,
  type Way,
} from "../core/doc";
import { union } from "../core/geometry";
import type { Act, Handlers } from "../core/keymap";
import { boundsOf, type Field, shapeOf, shapeOfKind } from "../core/shapes";
import { moveAll } from "../core/shapes/together";
import { around, fitTo, reveal, toPicture, zoom } from "../core/view";
import type { Cursor } from "./cursor";
import {
  type Core,
  createCore,
  type EditorOptions,
  type Light,
  type PictureSource,
} from "./editor";
import { actsOfTools, handlersOf } from "./keys";
import { isTool, type ToolId, toolOf } from "./tools";

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
  /** Clockwise, in degrees; only shapes that can be turned are. */
  turn: (degrees: number) => boolean;
  /** Another place, size or angle, as typed in fields. */
  setField: (id: Id, key: Field["key"], value: number) => void;
  /** What is asked of each of these beside its class; undefined takes an answer back. */
  setAttribute: (ids: readonly Id[], name: string, value: AttributeValue | undefined) => boolean;
  /** Makes those one group, or, where they are one, none. */
  group: (ids?: readonly Id[]) => boolean;
  /** Selects everything of the groups that are selected. */
  selectGroup: () => boolean;
  /** An annotation without a place: what was written or rated; null takes it back. */
  answerTo: (id: Id, one: Annotation | null) => boolean;
  /** The pointer that keys move. */
  readonly keyCursor: Cursor;
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
  /** What the keys do, and the keys of the tools that are there. */
  readonly handlers: Handlers;
  readonly keyActs: readonly Act[];
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

let cursors: typeof import("./cursor") | null = null;

/** Fetches the pointer that keys move: few work with it, and it comes with the first key for it. */
export async function loadCursor(): Promise<void> {
  cursors = await import("./cursor");
}

function cursorOf(core: Core): Cursor {
  let made: Cursor | null = null;
  const own = () => {
    made ??= cursors?.createCursor(core) ?? null;
    return made;
  };
  return {
    isOn: () => core.get().cursor !== null,
    toggle() {
      if (own() === null) void loadCursor().then(() => own()?.toggle());
      else own()?.toggle();
    },
    off: () => made?.off() ?? false,
    move: (dx, dy, how) => made?.move(dx, dy, how) ?? false,
    press: () => made?.press() ?? false,
    release: () => made?.release(),
    hold: () => made?.hold() ?? false,
  };
}

/** What is in the hand is let go first: with its next movement it would undo what is done then. */
export const putDown = (core: Core): boolean =>
  core.tool().holds?.() === true && core.tool().cancel(core.hands) === true;

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
  const letGo = () => putDown(core);

  /** Changes what is selected, as a step that joins its like: holding a key is one movement. */
  const change = (kind: string, to: (marks: readonly Mark[]) => readonly Mark[]): boolean => {
    letGo();
    const marks = chosen();
    if (!open() || marks.length === 0) return false;
    commit(put(get().answer, ...to(marks)), undefined, `${kind} ${get().selected.join()}`);
    return true;
  };
  const view = core.view;
  const attributesOf = (mark: Mark) =>
    (core.choiceOf(mark)?.label as ShapeLabel | undefined)?.attributes ?? [];
  /** Those that may be of a choice, as they are then: shapes, or relations. */
  const relabelled = (ids: readonly Id[], choice: Choice): readonly Annotation[] => {
    const to = { name: choice.label.name, class: choice.class.id };
    if (isRelationChoice(choice)) {
      const those = new Set(ids);
      return get()
        .answer.annotations.filter(isRelation)
        .filter((one) => those.has(one.id))
        .map((one) => ({ ...one, ...to }));
    }
    if (!isShapeChoice(choice)) return [];
    const asked = choice.label.attributes ?? [];
    const known = new Set(asked.map((one) => one.name));
    return ids
      .map(byId)
      .filter((mark) => mark !== undefined)
      .filter((mark) => fits(mark, choice))
      .map((mark) => {
        const had = Object.entries(valuesOf(mark)).filter(([name]) => known.has(name));
        const values = answered(asked, to.class, Object.fromEntries(had));
        return { ...mark, ...to, ...(mark.attributes === undefined ? {} : { attributes: values }) };
      });
  };
  /** Where an annotation lies: a relation as far as both its ends. */
  const placeOf = (id: Id): Rect | null => {
    const one = get().answer.annotations.find((each) => each.id === id);
    if (one === undefined) return null;
    if (isMark(one)) return boundsOf(one);
    const ends = isRelation(one) ? [byId(one.from), byId(one.to)] : [];
    const places = ends.filter((mark) => mark !== undefined).map(boundsOf);
    return places.length === 0 ? null : places.reduce(union);
  };

  const acts: Omit<Acts, "handlers" | "keyActs"> = {
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
      if (!open() && toolOf(tool).reads !== true) return false;
      core.tool().cancel(core.hands);
      core.settleOn(tool);
      patch({ tool });
      return true;
    },
    pick(index) {
      const choice = choices[index];
      if (choice === undefined || !open()) return false;
      if (isWholeChoice(choice)) {
        commit(choose(get().answer, choice.label, choice.class.id, newId()));
        return true;
      }
      const drawn = core.drawn();
      const fresh = drawn !== null && get().selected.length === 1 && get().selected[0] === drawn;
      patch({ choice: index });
      // A shape that has just been drawn keeps its class: the key is meant for the next one.
      if (!fresh) acts.relabel(get().selected, index);
      const { kind } = choice.label;
      if (get().tool !== "select" && get().tool !== kind && isTool(kind)) acts.setTool(kind);
      else if (fresh) core.tool().chosen?.(core.hands);
      return true;
    },
    relabel(ids, index) {
      const choice = choices[index];
      if (choice === undefined || !open()) return false;
      letGo();
      const marks = relabelled(ids, choice);
      if (marks.length === 0) return false;
      commit(put(get().answer, ...marks), get().selected);
      say("relabelled", { mark: marks[0], count: marks.length });
      return true;
    },
    select(selected) {
      core.hands.select(selected);
      const all = new Set(selected);
      const [only, more] = get().answer.annotations.filter((one) => all.has(one.id));
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
      const gone = new Set(ids);
      const [only, more] = get().answer.annotations.filter((one) => gone.has(one.id));
      commit(
        remove(get().answer, ids),
        get().selected.filter((id) => !gone.has(id)),
      );
      say("removed", more === undefined ? { mark: only } : { count: gone.size });
      return true;
    },
    duplicate(ids = get().selected) {
      letGo();
      const marks = ids.map(byId).filter((mark) => mark !== undefined);
      if (!open() || marks.length === 0) return false;
      const aside = Math.max(4, Math.round(12 / view.get().scale));
      const copies = marks.map((mark) => {
        // A copy is an object of its own, of no group.
        const copy = { ...mark, id: newId(), ...(mark.group != null && { group: null }) };
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
      const mark = shapeOfKind(choice.label.kind).around(at, picture, base, choice.label);
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
    turn: (degrees) =>
      change("turn", (marks) =>
        marks.map((mark) => shapeOf(mark).turn?.(mark, degrees, picture) ?? mark),
      ),
    setField(id, key, value) {
      letGo();
      const mark = byId(id);
      if (mark !== undefined && open())
        commit(put(get().answer, shapeOf(mark).set(mark, key, value)), undefined, `bounds ${id}`);
    },
    setAttribute(ids, name, value) {
      if (!open()) return false;
      letGo();
      const marks = ids.map(byId).filter((mark) => mark !== undefined);
      const next = marks.map((mark) => {
        const attributes = attributesOf(mark);
        const had = valuesOf(mark);
        return { ...mark, attributes: answered(attributes, mark.class, had, name, value) };
      });
      if (next.length === 0) return false;
      // What is typed into one field is one step.
      commit(put(get().answer, ...next), undefined, `attribute ${name} ${ids.join()}`);
      return true;
    },
    group(ids = get().selected) {
      const marks = ids.map(byId).filter((mark) => mark !== undefined);
      if (!open() || marks.length === 0) return false;
      letGo();
      const [first] = marks;
      const together = first?.group != null && marks.every((mark) => mark.group === first.group);
      if (!together && marks.length < 2) return false;
      const group = together ? null : newId();
      commit(put(get().answer, ...marks.map((mark) => ({ ...mark, group }))));
      say(together ? "ungrouped" : "grouped", { count: marks.length });
      return true;
    },
    selectGroup() {
      const groups = new Set(chosen().flatMap((mark) => mark.group ?? []));
      const all = core.marks().filter((mark) => mark.group != null && groups.has(mark.group));
      if (all.length === 0) return false;
      acts.select(all.map((mark) => mark.id));
      return true;
    },
    answerTo(id, one) {
      if (!open()) return false;
      const next = one === null ? remove(get().answer, [id]) : put(get().answer, one);
      commit(next, undefined, `answer ${id}`);
      return true;
    },
    keyCursor: cursorOf(core),
    setLight: (light) => patch({ light: { ...get().light, ...light } }),
    showShapes: (shapes) => patch({ shapes }),
    zoomBy(factor) {
      const { width, height } = view.get();
      view.set(zoom(view.get(), factor, [width / 2, height / 2], picture));
    },
    fit: () => view.set(fitTo(view.get(), picture)),
    zoomTo(id) {
      const place = placeOf(id);
      if (place !== null) view.set(around(view.get(), place, picture));
    },
    reveal(id) {
      const place = placeOf(id);
      if (place !== null) view.set(reveal(view.get(), place, picture));
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
  return { ...acts, handlers: handlersOf(core, acts), keyActs: actsOfTools(core.tools) };
}
