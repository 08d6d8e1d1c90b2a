import type { Id, Mark } from "../core/doc";
import type { Editor } from "./acts";
import {
  type Frame,
  type Inks,
  paintHandles,
  paintMark,
  paintOpen,
  paintRing,
  paintTag,
} from "./paint";

export type Live = {
  editor: Editor;
  /** What is selected, and so painted above the rest. */
  marks: readonly Mark[];
  inks: Inks;
  hover: Id | null;
  touch: boolean;
  /** Selected beside a difference, whose look stays. */
  ringed: readonly Mark[];
  /** For the loupe: lines alone. */
  bare?: boolean;
};

/** What somebody is working on: the shape under the pointer, what is selected, what is drawn. */
export function paintLive(
  c: CanvasRenderingContext2D,
  at: Frame,
  { editor, marks, ringed, inks, hover, touch, bare = false }: Live,
): void {
  const over = hover === null ? undefined : editor.marks().find((mark) => mark.id === hover);
  if (over !== undefined && !marks.includes(over)) {
    paintMark(c, over, at, inks(over), "hover");
    const ink = inks(over);
    paintTag(c, over, at, ink, `${ink.key} ${ink.name}`.trim());
  }
  for (const mark of ringed) paintRing(c, mark, at);
  for (const mark of marks) paintMark(c, mark, at, inks(mark), "selected");
  if (!bare)
    for (const mark of marks) {
      const ink = inks(mark);
      paintTag(c, mark, at, ink, `${ink.key} ${ink.name}`.trim());
    }
  const draft = editor.draft();
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
  if (draft?.kind === "area") {
    const { x, y, width, height } = draft.rect;
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
  } else if (draft?.kind === "mark") {
    const ink = inks(draft.mark);
    if (draft.open === true && draft.mark.kind === "polygon")
      paintOpen(c, draft.mark.points, draft.to ?? null, at, ink, touch);
    else paintMark(c, draft.mark, at, ink, "selected");
  }
}
