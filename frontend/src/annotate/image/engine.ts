import { nameOf } from "../core/choices";
import { density } from "../core/density";
import type { Difference } from "../core/diff";
import type { Id, Mark, Rect } from "../core/doc";
import { shapeOf } from "../core/shapes";
import { resized, toScreen, type View } from "../core/view";
import type { Editor } from "./acts";
import { type Held, holdPicture, prefetchPicture } from "./bitmaps";
import type { Moving } from "./editor";
import { createLayer, createSheet } from "./layer";
import type { Lenses } from "./lens";
import type { Link } from "./links";
import { paintLive, placeOfLive } from "./live";
import { type Frame, inksOf } from "./paint";
import { listenToPointers, type PointerState } from "./pointer";
import { createResting } from "./resting";
import type { Place } from "./tile-plan";
import type { Tiling } from "./tiles";
import { toolOf } from "./tools";

/** After so much quiet, what was moved or stretched is painted sharp again. */
const IDLE_MS = 140;
/** So many selected shapes are painted on their own; more rest with the others. */
const ALONE = 50;

export type Engine = {
  setDiff: (diff: Difference | null) => void;
  setMap: (shown: boolean) => void;
  /** How often all shapes were painted: what a bench counts. */
  repaints: () => number;
  stop: () => void;
};

/** Does something when nothing else is to be done, and soon; returns how to leave it. Safari has no word
 * for that. */
function whenQuiet(act: () => void): () => void {
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(act, 100);
    return () => clearTimeout(timer);
  }
  const asked = requestIdleCallback(act, { timeout: 300 });
  return () => cancelIdleCallback(asked);
}

type Told = { onFault: (error: unknown) => void; onReady: () => void };

/** The canvases of one board. They outlive the pictures that are shown on them: making them costs. */
export type Stage = ReturnType<typeof createStage>;

export function createStage(root: HTMLElement) {
  const board = root.querySelector<HTMLElement>(".an-board")!;
  const photo = createLayer(root, board);
  const shapes = createLayer(root, board);
  const live = createSheet(root, board);
  let lenses: Lenses | null = null;
  let asked = false;
  let gone = false;
  const cross = ["x", "y"].map((way) => {
    const line = document.createElement("div");
    line.className = `an-cross ${way}`;
    line.hidden = true;
    root.insertBefore(line, board);
    return line;
  });
  // Reading a size makes the browser lay out the page: a new picture on this stage need not.
  let size = { width: root.clientWidth, height: root.clientHeight };
  let told = () => {};
  const watch = new ResizeObserver(() => {
    size = { width: root.clientWidth, height: root.clientHeight };
    told();
  });
  watch.observe(root);
  // The window has gone to another screen: what is painted there is too coarse, or finer than need be.
  let screen: MediaQueryList | null = null;
  const onScreen = () => {
    screen?.removeEventListener("change", onScreen);
    screen = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    screen.addEventListener("change", onScreen);
    told();
  };
  onScreen();
  return {
    root,
    board,
    size: () => size,
    onSize(listener: () => void) {
      told = listener;
    },
    photo,
    shapes,
    live,
    /** The loupe and the map, fetched by who first needs one: `then` is called when they are there. */
    lenses(then: () => void): Lenses | null {
      if (!asked) {
        asked = true;
        import("./lens").then(
          ({ createLenses }) => {
            if (gone) return;
            lenses = createLenses(root);
            then();
          },
          () => {
            asked = false; // Without them the rest goes on; the next need asks again.
          },
        );
      }
      return lenses;
    },
    hideLenses() {
      lenses?.loupe.hide();
      lenses?.map.hide();
    },
    cross,
    remove() {
      gone = true;
      watch.disconnect();
      told = () => {};
      screen?.removeEventListener("change", onScreen);
      for (const canvas of root.querySelectorAll<HTMLCanvasElement>(":scope > canvas")) {
        // Some browsers keep a canvas's memory long after it is gone.
        canvas.width = 0;
        canvas.height = 0;
        canvas.remove();
      }
      for (const line of cross) line.remove();
    },
  };
}

/** Shows an editor's picture and shapes on a stage, and listens there. Stop it when it goes. */
export function createEngine(stage: Stage, editor: Editor, told: Told): Engine {
  const { root, board, photo, shapes, live, cross } = stage;
  const { picture } = editor;
  const resting = createResting(shapes);
  const inks = inksOf(root, editor.choiceOf, (choice) =>
    nameOf(choice.class, document.documentElement.lang),
  );

  let held: Held | Moving | null = picture.moving ?? holdPicture(picture.url);
  let tiling: Tiling | null = null;
  let asked = false;
  let diff: Difference | null = null;
  let mapped = false;
  let pointer: PointerState = { finger: null, mouse: null, touch: false, hover: null };
  let stopped = false;
  let frame = 0;
  let idle = 0;
  // What the next frame has to do.
  let todo = { all: true, rest: true, choice: false };

  const plan = ({ all = false, rest = false, choice = false }: Partial<typeof todo> = {}) => {
    todo = { all: todo.all || all, rest: todo.rest || rest, choice: todo.choice || choice };
    if (frame === 0 && !stopped) frame = requestAnimationFrame(paint);
  };
  const paintPhoto = (view: View) => {
    photo.rebase(view);
    const at = photo.base();
    const c = photo.context;
    const [width, height] = [picture.width * at.scale, picture.height * at.scale];
    if (held === null) {
      c.fillStyle = "rgb(125 135 155 / 0.18)";
      c.fillRect(at.x, at.y, width, height);
      return;
    }
    sharpen(at.scale * density());
    layPicture(c, at, photo.region());
  };
  /** Fetches what is missing of the pixels that are to be seen. */
  const sharpen = (sharp: number) => {
    const { tiles } = picture;
    if (tiles === undefined) held?.need(sharp, () => plan({ all: true }));
    else if (tiling !== null) tiling.want(photo.region(), sharp);
    else if (!asked) {
      asked = true;
      import("./tiles").then(
        ({ createTiling }) => {
          if (stopped) return;
          tiling = createTiling(tiles, root, (came) =>
            layTiles(photo.context, photo.base(), photo.region(), came),
          );
          plan({ all: true });
        },
        () => {
          asked = false; // The next painting asks again.
        },
      );
    }
  };
  const layTiles = (c: CanvasRenderingContext2D, at: Frame, has: Rect, only?: Place) =>
    tiling?.lay(c, at, has, at.scale * density(), only);
  /** Lays a part of the picture, as sharp as it is there. */
  const layPicture = (c: CanvasRenderingContext2D, at: Frame, has: Rect) => {
    if (held === null) return;
    // Only what the canvas holds: a picture may be far larger than a canvas can be.
    const left = Math.max(0, has.x);
    const top = Math.max(0, has.y);
    const right = Math.min(picture.width, has.x + has.width);
    const below = Math.min(picture.height, has.y + has.height);
    if (right <= left || below <= top) return;
    const bitmap = held.bitmap();
    // The file may have other pixels than the item says: the item's are those of the answer.
    const [sx, sy] = [bitmap.width / picture.width, bitmap.height / picture.height];
    c.imageSmoothingEnabled = at.scale < 4;
    c.imageSmoothingQuality = "medium";
    c.drawImage(
      bitmap,
      left * sx,
      top * sy,
      (right - left) * sx,
      (below - top) * sy,
      left * at.scale + at.x,
      top * at.scale + at.y,
      (right - left) * at.scale,
      (below - top) * at.scale,
    );
    layTiles(c, at, has);
  };
  const chosen = (): readonly Mark[] => {
    const { selected } = editor.get();
    if (selected.length === 0 || selected.length > ALONE) return [];
    const ids = new Set(selected);
    return editor.marks().filter((mark) => ids.has(mark.id));
  };
  const alone = () => (diff === null ? chosen() : []);
  let many: ReadonlySet<Id> = new Set();
  /** What was painted alone when the rest was painted last. */
  let apart: readonly Mark[] = [];
  /** How to give up waiting for a quiet moment to paint the rest. */
  let later: (() => void) | null = null;
  let rested: { marks: readonly Mark[]; selected: readonly Id[]; rest: readonly Mark[] } | null =
    null;
  /** Relations of what is painted alone, and of nothing else; one that is selected is among them. */
  const parted = (): { own: readonly Link[]; rest: readonly Link[] } => {
    const links = editor.links();
    if (links.length === 0) return { own: links, rest: links };
    const { selected } = editor.get();
    const moved = new Set(alone().map((mark) => mark.id));
    const isOwn = ({ relation, from, to }: Link) =>
      moved.has(from.id) || moved.has(to.id) || selected.includes(relation.id);
    return { own: links.filter(isOwn), rest: links.filter((link) => !isOwn(link)) };
  };
  /** What was selected when the rest was painted last, and is so no longer. */
  const leaving = (now: readonly Mark[]): readonly Mark[] =>
    later === null ? [] : apart.filter((mark) => !now.includes(mark));
  /** Where no more than another mark is selected, the rest is brought up to date when there is time: the
   * one that was left is painted with the live ones till then, and the new one over itself. */
  const canWait = (): boolean => {
    if (diff !== null || many.size > 0 || editor.draft() !== null) return false;
    if (editor.links().length > 0 || editor.get().selected.length > ALONE) return false;
    // What is painted twice where it lets something through would be darker than it is.
    return [...apart, ...alone()].every((mark) =>
      shapeOf(mark)
        .drawing(mark)
        .every(({ is }) => is !== "pixels"),
    );
  };
  const showRest = (fresh: boolean) => {
    later?.();
    later = null;
    apart = alone();
    const { selected } = editor.get();
    const marks = editor.marks();
    if (rested?.marks !== marks || rested.selected !== selected) {
      const own = new Set(alone().map((mark) => mark.id));
      const rest = own.size === 0 ? marks : marks.filter((mark) => !own.has(mark.id));
      rested = { marks, selected, rest };
      const next = own.size === 0 && diff === null ? selected : [];
      if (next.length > 0 || many.size > 0) many = new Set(next);
    }
    const links = parted().rest;
    resting.show({ marks: rested.rest, selected: many, diff, links, inks }, fresh);
  };
  const paint = () => {
    frame = 0;
    const view = editor.view.get();
    if (view.width === 0 || stopped) return;
    const { all, rest, choice } = todo;
    todo = { all: false, rest: false, choice: false };
    const fresh = all || !photo.covers(view, picture);
    if (fresh) {
      paintPhoto(view);
      shapes.rebase(view);
    }
    if (fresh || rest || (choice && !canWait()) || (later !== null && editor.draft() !== null))
      showRest(fresh);
    else if (choice) later ??= whenQuiet(() => plan({ rest: true }));
    photo.follow(view);
    shapes.follow(view);
    paintTop(view);
  };
  const paintTop = (view: View) => {
    const scene = {
      editor,
      marks: alone(),
      ringed: diff === null ? [] : chosen(),
      links: parted().own,
      inks,
      hover: pointer.hover,
      touch: pointer.touch,
    };
    const left = leaving(scene.marks);
    live.cover(placeOfLive(view, scene, left) ?? { ...view, x: 0, y: 0 }, view);
    resting.lay(live.context, view, left);
    paintLive(live.context, view, scene);
    const tool = editor.tool();
    const focus = pointer.finger === null ? null : (tool.focus?.() ?? null);
    stage.hideLenses();
    if (focus !== null && pointer.finger !== null)
      stage.lenses(plan)?.loupe.show(view, focus, pointer.finger, (c, at, has) => {
        layPicture(c, at, has);
        paintLive(c, at, { ...scene, hover: null, bare: true });
      });
    const crossed =
      editor.get().crosshair && pointer.mouse !== null && !toolOf(editor.get().tool).reads;
    for (const line of cross) line.hidden = !crossed;
    if (crossed && pointer.mouse !== null) {
      cross[0]!.style.transform = `translateX(${pointer.mouse[0]}px)`;
      cross[1]!.style.transform = `translateY(${pointer.mouse[1]}px)`;
    }
    const [right, below] = toScreen(view, [picture.width, picture.height]);
    const cut = view.x < -1 || view.y < -1 || right > view.width + 1 || below > view.height + 1;
    if (mapped && cut && held !== null && focus === null)
      stage.lenses(plan)?.map.show(view, held.bitmap(), picture);
  };

  const onView = () => {
    plan();
    clearTimeout(idle);
    idle = window.setTimeout(() => {
      const view = editor.view.get();
      if (photo.stale(view, picture)) plan({ all: true });
    }, IDLE_MS);
  };
  let seen = editor.get();
  const onState = () => {
    const now = editor.get();
    const rest =
      now.answer !== seen.answer || now.hidden !== seen.hidden || now.shapes !== seen.shapes;
    if (now.light !== seen.light) dim(now.light);
    const choice = now.selected !== seen.selected;
    seen = now;
    plan({ rest, choice });
  };
  const dim = ({ brightness, contrast }: typeof seen.light) => {
    photo.canvas.style.filter =
      brightness === 1 && contrast === 1 ? "" : `brightness(${brightness}) contrast(${contrast})`;
  };
  const resize = () => {
    const { width, height } = stage.size();
    const view = editor.view.get();
    if (width === 0 || height === 0) return;
    if (view.width !== width || view.height !== height)
      editor.view.set(resized(view, { width, height }, picture));
    plan({ all: true });
  };

  stage.onSize(resize);
  const off = [
    editor.view.subscribe(onView),
    editor.subscribe(onState),
    editor.onDraft(() => plan()),
    listenToPointers(board, editor, (next) => {
      pointer = next;
      plan();
    }),
    picture.moving?.subscribe(() => plan({ all: true })) ?? (() => {}),
  ];
  dim(seen.light);
  resize();
  if (held === null)
    prefetchPicture(picture.url).then(
      () => {
        if (stopped) return;
        held = holdPicture(picture.url);
        plan({ all: true });
        requestAnimationFrame(() => stopped || told.onReady());
      },
      (error) => stopped || told.onFault(error),
    );
  else {
    // At once, not with the next frame: the next task is there as soon as it is asked for.
    cancelAnimationFrame(frame);
    paint();
    told.onReady();
  }
  return {
    setDiff(next) {
      if (next !== null)
        void import("./diffs").then(({ paintDiff }) => {
          resting.tell(paintDiff);
          plan({ all: true });
        });
      diff = next;
      rested = null;
      plan({ rest: true });
    },
    setMap(shown) {
      mapped = shown;
      plan();
    },
    repaints: resting.count,
    stop() {
      stopped = true;
      cancelAnimationFrame(frame);
      clearTimeout(idle);
      later?.();
      for (const stop of off) stop();
      held?.release();
      tiling?.stop();
      stage.hideLenses();
    },
  };
}
