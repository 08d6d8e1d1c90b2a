import type { Id, Mark, Rect } from "../core/doc";
import { grow, union } from "../core/geometry";
import { boundsOf, shapeOf } from "../core/shapes";
import type { Editor } from "./acts";
import type { Link } from "./links";
import {
  type Frame,
  type Ink,
  type Inks,
  painters,
  paintGroup,
  paintHandles,
  paintMark,
  paintRing,
  paintTag,
  roomForTag,
  STICKS_OUT,
} from "./paint";

export type Live = {
  editor: Editor;
  /** What is selected, and so painted above the rest. */
  marks: readonly Mark[];
  inks: Inks;
  /** The relations that are painted with them. */
  links: readonly Link[];
  hover: Id | null;
  touch: boolean;
  /** Selected beside a difference, whose look stays. */
  ringed: readonly Mark[];
  /** For the loupe: lines alone. */
  bare?: boolean;
};

/** The tag of what is worked on says its name too. */
const tagOf = ({ key, name }: Ink): string => `${key} ${name}`.trim();

/** Where all of that is and some more marks, with what sticks out of them, in CSS pixels of the window;
 * null for anywhere. */
export function placeOfLive(
  at: Frame,
  { editor, marks, ringed, links, inks, hover }: Live,
  more: readonly Mark[],
): Rect | null {
  const draft = editor.draft();
  const drawn = draft === null || draft.kind === "mark" || draft.kind === "area";
  const all = [...marks, ...more, ...ringed];
  const far = links.length > 0 || all.some((mark) => mark.group != null);
  if (!drawn || far || editor.get().cursor !== null) return null;
  const over = hover === null ? undefined : editor.marks().find((mark) => mark.id === hover);
  if (over !== undefined) all.push(over);
  if (draft?.kind === "mark") all.push(draft.mark);
  const places = all.map((mark) => {
    const { x, y, width, height } = boundsOf(mark);
    return onScreen(at, { x, y, width, height }, roomForTag(tagOf(inks(mark))));
  });
  if (draft?.kind === "area") places.push(onScreen(at, draft.rect));
  const [only] = marks;
  if (only !== undefined && marks.length === 1)
    for (const { at: spot } of shapeOf(only).handles(only))
      places.push(onScreen(at, { x: spot[0], y: spot[1], width: 0, height: 0 }));
  return places.length === 0 ? NOWHERE : places.reduce(union);
}

const NOWHERE: Rect = { x: 0, y: 0, width: 0, height: 0 };

/** At least so wide. */
function onScreen(at: Frame, { x, y, width, height }: Rect, wide = 0): Rect {
  const place = {
    x: x * at.scale + at.x,
    y: y * at.scale + at.y,
    width: Math.max(wide, width * at.scale),
    height: height * at.scale,
  };
  return grow(place, STICKS_OUT);
}

/** What somebody is working on: the shape under the pointer, what is selected, what is drawn. */
export function paintLive(
  c: CanvasRenderingContext2D,
  at: Frame,
  { editor, marks, ringed, links, inks, hover, touch, bare = false }: Live,
): void {
  const over = hover === null ? undefined : editor.marks().find((mark) => mark.id === hover);
  if (over !== undefined && !marks.includes(over)) {
    paintMark(c, over, at, inks(over), "hover");
    const ink = inks(over);
    paintTag(c, over, at, ink, tagOf(ink));
  }
  for (const mark of ringed) paintRing(c, mark, at);
  const draft = editor.draft();
  // What is being painted stands in the place of the mask as it was.
  const own = draft?.kind === "raster" ? draft.of.id : null;
  for (const mark of marks) if (mark.id !== own) paintMark(c, mark, at, inks(mark), "selected");
  paintGroups(c, at, editor, marks);
  for (const link of links) painters.link?.(c, link, at, inks, editor.get().selected);
  if (!bare)
    for (const mark of marks) {
      const ink = inks(mark);
      paintTag(c, mark, at, ink, tagOf(ink));
    }
  const [only] = marks;
  if (
    only !== undefined &&
    marks.length === 1 &&
    draft === null &&
    !editor.get().readOnly &&
    !bare
  ) {
    const { corner } = editor.get();
    paintHandles(c, only, at, touch, corner?.id === only.id ? corner.index : null);
  }
  if (draft?.kind === "area") paintArea(c, at, draft.rect);
  else if (draft?.kind === "mark") paintMark(c, draft.mark, at, inks(draft.mark), "selected");
  else painters.draft?.(c, at, draft, inks, touch);
  if (!bare) painters.cursor?.(c, at, editor.get().cursor);
}

/** A frame around each group of which something is selected. */
function paintGroups(
  c: CanvasRenderingContext2D,
  at: Frame,
  editor: Editor,
  marks: readonly Mark[],
): void {
  const groups = new Set(marks.flatMap((mark) => mark.group ?? []));
  for (const group of groups) {
    const all = editor.marks().filter((mark) => mark.group === group);
    if (all.length > 1) paintGroup(c, all.map(boundsOf).reduce(union), at);
  }
}

function paintArea(c: CanvasRenderingContext2D, at: Frame, { x, y, width, height }: Rect): void {
  const [left, top] = [x * at.scale + at.x, y * at.scale + at.y];
  c.fillStyle = "rgb(255 255 255 / 0.14)";
  c.fillRect(left, top, width * at.scale, height * at.scale);
  for (const [line, colour] of [
    [3, "rgb(0 0 0 / 0.5)"],
    [1, "#fff"],
  ] as const) {
    c.lineWidth = line;
    c.strokeStyle = colour;
    c.strokeRect(left, top, width * at.scale, height * at.scale);
  }
}
