import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../core/choices";
import { type Annotation, isMark, type Mark } from "../core/doc";
import { distance, meet } from "../core/geometry";
import { boundsOf } from "../core/shapes";
import { around, reveal, toPicture, type View } from "../core/view";
import type { Editing, SuggestedLooks, SuggestedMarksProps } from "../kit";
import { useClassName } from "../names";
import type { Editor } from "./acts";
import { paintArrow, spanOf } from "./arrows";
import { createLayer } from "./layer";
import { linksOf } from "./links";
import { inksOf, paintMark, paintRing, paintTag } from "./paint";
import { pick } from "./tools/pick";

const own = (editor: Editing): Editor => editor as unknown as Editor;

/** A hand may slip so far, in pixels of the screen, and still have pressed a place. */
const SLIP = 6;
const REACH = { mouse: { slop: 5, reach: 12 }, touch: { slop: 12, reach: 22 } };
/** On the screen, what is looked at is at least so large. */
const SEEN = 32;
const IDLE_MS = 140;
/** A shape must be so large on the screen to have a tag, and in a crowd none has. */
const TAGGED = 30;
const CROWD = 200;

/** What is suggested, painted on a canvas of its own under the board: nobody else pays for it. */
function createGhosts(root: HTMLElement, editor: Editor, locale: string) {
  const board = root.querySelector<HTMLElement>(".an-board")!;
  const layer = createLayer(root, board);
  const inks = inksOf(root, editor.choiceOf, (choice) => nameOf(choice.class, locale));
  const { picture } = editor;
  let frame = 0;
  let idle = 0;
  let fresh = true;

  const paintAll = (view: View) => {
    layer.rebase(view);
    const { suggested, shapes } = editor.get();
    if (suggested === null || !shapes) return;
    const c = layer.context;
    const at = layer.base();
    const region = layer.region();
    const marks = suggested.marks.filter(isMark);
    const near = marks.filter((mark) => meet(boundsOf(mark), region));
    for (const mark of near) paintMark(c, mark, at, inks(mark), "was");
    const answer = { modality: "picture" as const, annotations: suggested.along };
    for (const link of linksOf(answer, [...marks, ...editor.marks()], [])) {
      c.setLineDash([3, 4]);
      const { directed } = inks(link.relation);
      paintArrow(c, ...spanOf(link), at, inks(link.relation), { directed: directed !== false });
      c.setLineDash([]);
    }
    const current = near.find((mark) => mark.id === suggested.current);
    if (near.length < CROWD)
      for (const mark of near) {
        const { width, height } = boundsOf(mark);
        if (mark !== current && Math.max(width, height) * at.scale >= TAGGED)
          paintTag(c, mark, at, inks(mark), `${inks(mark).key}?`);
      }
    if (current === undefined) return;
    paintRing(c, current, at);
    const { key, name } = inks(current);
    paintTag(c, current, at, inks(current), `${key} ${name}?`.trim());
  };
  const paint = () => {
    frame = 0;
    const view = editor.view.get();
    if (view.width === 0) return;
    // The canvases of the board come to be after this one, and would cover it.
    if (layer.canvas.nextElementSibling !== board) root.insertBefore(layer.canvas, board);
    if (fresh || !layer.covers(view, picture)) paintAll(view);
    fresh = false;
    layer.follow(view);
  };
  const plan = () => {
    if (frame === 0) frame = requestAnimationFrame(paint);
  };
  const anew = () => {
    fresh = true;
    plan();
  };
  const onView = () => {
    plan();
    clearTimeout(idle);
    idle = window.setTimeout(() => {
      if (layer.stale(editor.view.get(), picture)) anew();
    }, IDLE_MS);
  };
  let seen = editor.get();
  const onState = () => {
    const now = editor.get();
    const other = now.suggested !== seen.suggested || now.shapes !== seen.shapes;
    // The other end of a relation that is suggested may be part of the answer, and elsewhere now.
    const moved = now.revision !== seen.revision && (now.suggested?.along.length ?? 0) > 0;
    seen = now;
    if (other || moved) anew();
  };
  const off = [
    editor.view.subscribe(onView),
    editor.subscribe(onState),
    listen(root, board, editor),
  ];
  anew();
  return () => {
    for (const stop of off) stop();
    cancelAnimationFrame(frame);
    clearTimeout(idle);
    layer.canvas.width = 0;
    layer.canvas.height = 0;
    layer.canvas.remove();
  };
}

/** A press with the selecting tool, where nothing of the answer lies, takes a suggestion in hand. */
function listen(root: HTMLElement, board: HTMLElement, editor: Editor): () => void {
  const under = (event: PointerEvent): readonly Mark[] => {
    const { suggested, tool, shapes } = editor.get();
    if (suggested === null || tool !== "select" || !shapes) return [];
    const box = board.getBoundingClientRect();
    const view = editor.view.get();
    const { slop, reach } = REACH[event.pointerType === "touch" ? "touch" : "mouse"];
    const pointed = {
      at: toPicture(view, [event.clientX - box.left, event.clientY - box.top]),
      slop: slop / view.scale,
      reach: reach / view.scale,
      touch: event.pointerType === "touch",
      shift: false,
      alt: false,
    };
    if (pick(editor.hands, pointed).length > 0) return [];
    return pick({ ...editor.hands, marks: () => suggested.marks.filter(isMark) }, pointed);
  };
  let from: readonly [number, number] | null = null;
  const down = (event: PointerEvent) => {
    const pressed = event.isPrimary && event.button === 0 && event.target === board;
    from = pressed ? [event.clientX, event.clientY] : null;
  };
  const up = (event: PointerEvent) => {
    const start = from;
    from = null;
    if (start === null || !event.isPrimary) return;
    if (distance(start, [event.clientX, event.clientY]) > SLIP) return;
    editor.get().suggested?.press(under(event).map((mark) => mark.id));
  };
  const move = (event: PointerEvent) => {
    if (from === null && under(event).length > 0) board.style.cursor = "pointer";
  };
  // Around the board: after the tool in hand has done what it does.
  root.addEventListener("pointerdown", down);
  root.addEventListener("pointerup", up);
  root.addEventListener("pointermove", move);
  return () => {
    root.removeEventListener("pointerdown", down);
    root.removeEventListener("pointerup", up);
    root.removeEventListener("pointermove", move);
  };
}

function Marks({ editor: any, current, shown }: SuggestedMarksProps) {
  const editor = own(any);
  const { i18n } = useTranslation();
  const here = useRef<HTMLElement>(null);
  useEffect(() => {
    const root = here.current!.closest(".wk-stage")!.querySelector<HTMLElement>(".an-canvas")!;
    return createGhosts(root, editor, i18n.language);
  }, [editor, i18n.language]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever it is asked for, not when it changes
  useEffect(() => {
    if (current === null || shown === 0 || !isMark(current)) return;
    const view = editor.view.get();
    const place = boundsOf(current);
    const small = Math.max(place.width, place.height) * view.scale < SEEN;
    editor.view.set((small ? around : reveal)(view, place, editor.picture));
  }, [shown]);
  return <i ref={here} hidden />;
}

function useSays(any: Editing): (one: Annotation) => string {
  const editor = own(any);
  const className = useClassName();
  const { i18n } = useTranslation();
  return (one) => {
    if (one.kind === "rating") return String(one.value);
    if (one.kind === "writing") return one.text;
    if (one.kind !== "class") return className(editor, one);
    const label = editor.schema.labels.find((each) => each.name === one.name);
    const classes = label?.kind === "class" ? label.classes : [];
    return one.classes
      .map((id) => nameOf(classes.find((each) => each.id === id) ?? { id }, i18n.language))
      .join(", ");
  };
}

/** How pictures show what is suggested. */
export const looks: SuggestedLooks = { Marks, useSays, inOrder: (_, ones) => ones };
