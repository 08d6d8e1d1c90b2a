import { density } from "../core/density";
import { type Axis, seen, toPixel } from "./axis";
import type { Stretch } from "./doc";

/** How much wider than the window it is, on each side. */
const OVER = 0.25;

/**
 * A canvas along the clock, wider than the window, that is painted once and then only moved: panning and
 * zooming set a CSS transform, until it is painted again.
 */
export type Strip = {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /** The axis of the canvas itself, as painted last: `toPixel(base(), place)` is where to paint. */
  base: () => Axis;
  /** The stretch that the canvas holds. */
  region: () => Stretch;
  /** Takes an axis as the one to paint, clears, and says where. */
  rebase: (axis: Axis, height: number) => void;
  /** Lays what is painted where the axis has it. */
  follow: (axis: Axis) => void;
  /** Does the canvas still hold all that the window shows? */
  covers: (axis: Axis) => boolean;
  /** Is it worth painting again when everything rests? */
  stale: (axis: Axis) => boolean;
};

/** A strip for the eyes alone, in a box that clips it: what is painted has words elsewhere. */
export function createStrip(root: HTMLElement, before: Element | null = null): Strip {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  Object.assign(canvas.style, {
    position: "absolute",
    left: "0",
    top: "0",
    transformOrigin: "0 0",
    pointerEvents: "none",
  });
  root.insertBefore(canvas, before);
  const context = canvas.getContext("2d")!;
  let base: Axis = { start: 0, scale: 0, width: 0, length: 1, fitted: true };
  let painted = base;
  let dpr = 1;
  const inside = (inner: Stretch, outer: Stretch, { length, scale }: Axis) =>
    Math.max(0, inner.start) >= Math.max(0, outer.start) - 0.5 / scale &&
    Math.min(length, inner.end) <= Math.min(length, outer.end) + 0.5 / scale;
  return {
    canvas,
    context,
    base: () => base,
    region: () => seen(base),
    rebase(axis, height) {
      dpr = density();
      const pad = Math.ceil(axis.width * OVER);
      const width = axis.width + 2 * pad;
      const [wide, high] = [Math.round(width * dpr), Math.round(height * dpr)];
      if (canvas.width !== wide || canvas.height !== high) {
        canvas.width = wide;
        canvas.height = high;
        canvas.style.width = `${width}px`;
        canvas.style.height = `${height}px`;
      }
      painted = axis;
      base = { ...axis, start: axis.start - (axis.scale === 0 ? 0 : pad / axis.scale), width };
      context.setTransform(dpr, 0, 0, dpr, 0, 0);
      context.clearRect(0, 0, width, height);
    },
    follow(axis) {
      const by = base.scale === 0 ? 1 : axis.scale / base.scale;
      let x = toPixel(axis, base.start);
      // Whole device pixels: what is only moved stays sharp.
      if (by === 1) x = Math.round(x * dpr) / dpr;
      canvas.style.transform = `translateX(${x}px) scaleX(${by})`;
    },
    covers: (axis) => base.width > 0 && inside(seen(axis), seen(base), axis),
    stale(axis) {
      if (axis.scale !== painted.scale || axis.width !== painted.width) return true;
      const far = Math.abs(axis.start - painted.start) * axis.scale;
      const all = seen(base);
      const whole = all.start <= 0 && all.end >= axis.length;
      return far >= (axis.width * OVER) / 2 && !whole;
    },
  };
}
