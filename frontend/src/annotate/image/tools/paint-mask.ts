import { find, type Point, put, remove } from "../../core/doc";
import { area, clamp, distance, inside } from "../../core/geometry";
import { cut, fill, flood, type Raster, rasterOf, stroke } from "../../core/raster";
import type { Start } from "../../core/shapes";
import type { Mask } from "../../core/shapes/mask";
import { corner } from "../../core/shapes/points";
import type { Hands, Offers, Pointed, Tool } from "../../core/tool";
import { pixelsOf } from "../pixels";
import { pick } from "./pick";

const MODES = ["brush", "erase", "outline", "flood"] as const;
type Mode = (typeof MODES)[number];

/** Pixels across, and how far a colour may be from the one that was pointed at. */
const SIZES = { least: 1, most: 400 };
const TOLERANCES = { least: 0, most: 128 };

/**
 * Paints the mask that is selected, or a new one where none is. Each stroke is a step. With Alt it
 * takes away what it would add.
 */
export function createMask(): Tool {
  let mode: Mode = "brush";
  let size = 24;
  let tolerance = 24;
  /** The stroke that is being made: what it paints on, whose it is, where it was last. */
  let work: { raster: Raster; of: Start; last: Point; erases: boolean } | null = null;
  let corners: readonly Point[] = [];
  let pressed = false;
  let at: Point | null = null;
  /** Where is poured as soon as the picture's pixels are there. */
  let awaited: Pointed | null = null;
  let hands: Hands | null = null;
  /** The pixels of the mask that was painted last, as long as it is that mask. */
  let kept: { counts: readonly number[]; x: number; y: number; raster: Raster } | null = null;

  const selected = (own: Hands): Mask | null => {
    const ids = own.selected();
    const one = ids.length === 1 ? find(own.answer(), ids[0]!) : undefined;
    return one?.kind === "mask" ? one : null;
  };
  let fresh = "";
  /** Whose pixels are painted: the selected mask's, or those of one that is to come. */
  const target = (own: Hands): Start | null => {
    const before = selected(own);
    if (before !== null) return { id: before.id, name: before.name, class: before.class };
    const choice = own.choiceFor("mask");
    if (choice === null) return null;
    if (fresh === "" || find(own.answer(), fresh) !== undefined) fresh = own.newId();
    return { id: fresh, name: choice.label.name, class: choice.class.id };
  };
  const started = (own: Hands): { raster: Raster; of: Start } | null => {
    const of = target(own);
    if (of === null) return null;
    const before = selected(own);
    const mine =
      before !== null &&
      kept?.counts === before.counts &&
      kept.x === before.x &&
      kept.y === before.y;
    return { raster: mine ? kept!.raster : rasterOf(own.size, before), of };
  };
  /** What was painted becomes a part of the answer. */
  const settle = (own: Hands, { raster, of }: { raster: Raster; of: Start }): void => {
    const found = cut(raster);
    const before = find(own.answer(), of.id);
    if (found === null) {
      kept = null;
      if (before === undefined) return;
      own.show(remove(own.answer(), [of.id]));
      own.keep("erased", []);
      return;
    }
    raster.box = { x: found.x, y: found.y, width: found.width, height: found.height };
    kept = { counts: found.counts, x: found.x, y: found.y, raster };
    own.show(put(own.answer(), { ...before, kind: "mask", ...of, ...found }));
    own.keep(before === undefined ? "drawn" : "painted", [of.id]);
  };
  const drop = () => {
    awaited = null;
    if (work !== null) kept = null;
    work = null;
    pressed = false;
  };
  const close = (own: Hands, erases: boolean): boolean => {
    if (corners.length === 0) return false;
    if (corners.length < 3 || area(corners) <= 0) return true;
    const start = started(own);
    const points = corners;
    corners = [];
    if (start !== null) {
      fill(start.raster, points, !erases);
      settle(own, start);
    }
    own.redraw();
    return true;
  };
  const pour = (own: Hands, pointed: Pointed, pixels = pixelsOf(own.picture)): void => {
    if (pixels instanceof Promise) {
      own.say("pixels_coming");
      awaited = pointed;
      void pixels.then((come) => awaited === pointed && pour(own, pointed, come));
      return;
    }
    awaited = null;
    const start = started(own);
    if (pixels === null) own.say("no_pixels");
    if (pixels === null || start === null) return;
    flood(start.raster, pixels, inside(pointed.at, own.size), tolerance, !pointed.alt);
    settle(own, start);
  };
  const setCorner = (own: Hands, pointed: Pointed): void => {
    const next = corner(pointed.at, own.size);
    const [first] = corners;
    const last = corners.at(-1);
    if (first !== undefined && corners.length >= 3 && distance(first, next) <= pointed.reach / 2)
      close(own, pointed.alt);
    else if (last === undefined || distance(last, next) * own.scale() >= (pointed.touch ? 8 : 2))
      corners = [...corners, next];
  };
  const step = (by: 1 | -1) => {
    if (mode === "flood") tolerance = clamp(tolerance + 4 * by, TOLERANCES.least, TOLERANCES.most);
    else {
      // By a fifth, and by one pixel at least: small brushes need the finer steps.
      const next = by > 0 ? Math.max(size + 1, size * 1.2) : Math.min(size - 1, size / 1.2);
      size = clamp(Math.round(next), SIZES.least, SIZES.most);
    }
  };

  return {
    cursor: () => (mode === "brush" || mode === "erase" ? "none" : "crosshair"),
    down(own, pointed) {
      hands = own;
      pressed = true;
      at = pointed.at;
      if (mode === "brush" || mode === "erase") {
        const erases = (mode === "erase") !== pointed.alt;
        // Only what is there can be erased: what is pointed at, where nothing is selected.
        if (erases && selected(own) === null) {
          const under = pick(own, pointed).find((mark) => mark.kind === "mask");
          if (under === undefined) return;
          own.select([under.id]);
        }
        const start = started(own);
        if (start === null) return;
        work = { ...start, last: pointed.at, erases };
        stroke(work.raster, pointed.at, pointed.at, size / 2, !erases);
      }
      own.redraw();
    },
    move(own, pointed, down) {
      hands = own;
      at = pointed.at;
      if (down && work !== null) {
        stroke(work.raster, work.last, pointed.at, size / 2, !work.erases);
        work.last = pointed.at;
      }
      own.redraw();
    },
    up(own, pointed) {
      if (!pressed) return;
      pressed = false;
      if (work !== null) {
        const done = work;
        work = null;
        settle(own, done);
      } else if (mode === "outline") setCorner(own, pointed);
      else if (mode === "flood") pour(own, pointed);
      if (pointed.touch) at = null;
      own.redraw();
    },
    double: (own, pointed) => close(own, pointed.alt),
    cancel(own) {
      awaited = null;
      if (work === null && corners.length === 0) return false;
      drop();
      corners = [];
      own.redraw();
      return true;
    },
    interrupt(own) {
      // Corners that are set stay: the picture is only moved to set the next.
      drop();
      own.redraw();
    },
    chosen(own) {
      // Another class is another object.
      if (selected(own) !== null) own.select([]);
    },
    act(own, act) {
      const next = MODES.find((one) => act === `mask.${one}`);
      if (next !== undefined) {
        mode = next;
        corners = [];
      } else if (act === "mask.less" || act === "mask.more") step(act === "mask.more" ? 1 : -1);
      else if (act === "finish") {
        if (corners.length > 0) return close(own, false);
        // What is painted is done: the next stroke begins another.
        if (selected(own) === null) return false;
        own.select([]);
      } else if ((act === "undo" || act === "delete") && corners.length > 0)
        corners = corners.slice(0, -1);
      else return false;
      own.redraw();
      return true;
    },
    holds: () => work !== null,
    offers(own): Offers {
      const says =
        mode === "flood" ? { key: "tolerance", n: tolerance } : { key: "brush", n: size };
      return {
        says: mode === "outline" ? { key: "corners", n: corners.length } : says,
        acts: [
          ...MODES.map((one) => ({ act: `mask.${one}`, pressed: one === mode })),
          ...(mode === "outline" ? [] : [{ act: "mask.less" }, { act: "mask.more" }]),
          { act: "finish", off: corners.length < 3 && selected(own) === null },
        ],
      };
    },
    draft() {
      if (hands === null) return null;
      if (corners.length > 0) {
        const of = target(hands);
        return of === null ? null : { kind: "line", points: corners, to: at, closes: true, of };
      }
      const brush =
        at !== null && (mode === "brush" || mode === "erase")
          ? { at, radius: size / 2, erases: work?.erases ?? mode === "erase" }
          : null;
      if (work !== null) return { kind: "raster", raster: work.raster, of: work.of, brush };
      return brush === null ? null : { kind: "brush", brush };
    },
    focus: () => (pressed ? at : null),
  };
}
