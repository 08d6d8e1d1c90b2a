import type { Difference } from "../core/diff";
import type { Id, Mark, Rect } from "../core/doc";
import { grow, meet } from "../core/geometry";
import { shapeOf } from "../core/shapes";
import type { paintDiff } from "./diffs";
import type { Layer } from "./layer";
import type { Link } from "./links";
import {
  DENSE,
  type Frame,
  type Inks,
  type Look,
  painters,
  paintMark,
  paintTag,
  STICKS_OUT,
} from "./paint";

/** More places than these are not worth painting one by one. */
const PLACES = 12;
/** A shape must be so large on the screen to have a tag. */
const TAGGED = 14;

export type Scene = {
  marks: readonly Mark[];
  /** Those of `marks` that are painted as selected: too many to be painted on their own. */
  selected: ReadonlySet<Id>;
  diff: Difference | null;
  /** Relations between marks that are all at rest. */
  links: readonly Link[];
  inks: Inks;
};

const EMPTY: Scene = {
  marks: [],
  selected: new Set(),
  diff: null,
  links: [],
  inks: () => ({ colour: "", on: "", dash: [], key: "", name: "" }),
};

/** The shapes that nobody is working on, painted once and again only where something changed. */
export function createResting(layer: Layer) {
  let scene: Scene = EMPTY;
  let dense = false;
  let count = 0;
  let difference: typeof paintDiff | null = null;

  const paint = (within: Rect | null): void => {
    const at = layer.base();
    const c = layer.context;
    const region = within ?? layer.region();
    const { diff, inks } = scene;
    const added = new Set(diff?.added.map((one) => one.id));
    const changed = new Map(diff?.changed.map((one) => [one.after.id, one]));
    const near = scene.marks.filter((mark) => meet(shapeOf(mark).bounds(mark), region));
    if (within === null) dense = near.length > DENSE;
    const look = (mark: Mark): Look => {
      if (diff !== null) return added.has(mark.id) || changed.has(mark.id) ? "selected" : "faint";
      return scene.selected.has(mark.id) ? "selected" : "rest";
    };
    for (const mark of near) paintMark(c, mark, at, inks(mark), look(mark), dense);
    for (const link of scene.links) painters.link?.(c, link, at, inks, []);
    if (diff !== null) {
      difference?.(c, at, diff, near, inks);
      return;
    }
    if (dense) return;
    for (const mark of near) tag(c, mark, at);
  };
  const tag = (c: CanvasRenderingContext2D, mark: Mark, at: Frame): void => {
    const { width, height } = shapeOf(mark).bounds(mark);
    const ink = scene.inks(mark);
    if (Math.max(width, height) * at.scale >= TAGGED) paintTag(c, mark, at, ink, ink.key);
  };
  const repaint = () => {
    const base = layer.base();
    if (base.width === 0) return;
    layer.context.clearRect(0, 0, base.width, base.height);
    paint(null);
    count += 1;
  };
  const repaintPlace = (rect: Rect) => {
    const at = layer.base();
    const c = layer.context;
    const place = grow(rect, STICKS_OUT / at.scale);
    // Whole device pixels, else a seam stays where two places meet.
    const left = Math.floor(place.x * at.scale + at.x);
    const top = Math.floor(place.y * at.scale + at.y);
    const right = Math.ceil((place.x + place.width) * at.scale + at.x);
    const below = Math.ceil((place.y + place.height) * at.scale + at.y);
    c.save();
    c.beginPath();
    c.rect(left, top, right - left, below - top);
    c.clip();
    c.clearRect(left, top, right - left, below - top);
    // Neighbours whose lines or tags reach into the place are painted with it.
    paint(grow(place, STICKS_OUT / at.scale));
    c.restore();
  };
  return {
    repaint,
    /** How often everything was painted: what a bench counts. */
    count: () => count,
    /** How a difference is told: fetched by who shows one. */
    tell(by: typeof paintDiff) {
      difference = by;
    },
    /** Paints marks elsewhere as they look at rest. */
    lay(c: CanvasRenderingContext2D, at: Frame, marks: readonly Mark[]) {
      for (const mark of marks) paintMark(c, mark, at, scene.inks(mark), "rest", dense);
      if (!dense) for (const mark of marks) tag(c, mark, at);
    },
    /** Takes over what is to be seen, and paints where that differs: everywhere on a `fresh` canvas. */
    show(next: Scene, fresh: boolean) {
      const before = scene;
      scene = next;
      if (fresh) {
        repaint();
        return;
      }
      const places = changedPlaces(before, next);
      if (places === null) repaint();
      else for (const place of places) repaintPlace(place);
    },
  };
}

/** Where two scenes differ, shape by shape; null for nearly everywhere. */
function changedPlaces(before: Scene, after: Scene): readonly Rect[] | null {
  if (before.diff !== after.diff || before.inks !== after.inks) return null;
  if (before.selected !== after.selected && before.selected.size + after.selected.size > 0)
    return null;
  // Arrows lie anywhere between their ends.
  const arrows = before.links.length === after.links.length;
  if (!arrows || before.links.some((link, at) => link !== after.links[at])) return null;
  const [old, now] = [before.marks, after.marks];
  if (old === now || (old.length === now.length && old.every((one, at) => one === now[at])))
    return [];
  const [had, has] = [new Set(old), new Set(now)];
  const gone = old.filter((mark) => !has.has(mark));
  const come = now.filter((mark) => !had.has(mark));
  const crosses = old.length > DENSE !== now.length > DENSE;
  if (crosses || after.diff !== null || gone.length + come.length > PLACES) return null;
  let changed = [...gone, ...come];
  const [staid, stays] = [old.filter((mark) => has.has(mark)), now.filter((mark) => had.has(mark))];
  if (staid.some((mark, at) => mark !== stays[at])) {
    // Another order: everything between the first and the last that changed places.
    const moved = staid.filter((mark, at) => mark !== stays[at]);
    if (moved.length > PLACES) return null;
    changed = [...changed, ...moved];
  }
  return changed.map((mark) => shapeOf(mark).bounds(mark));
}
