import { density } from "../core/density";
import type { Rect, Size } from "../core/doc";
import type { View } from "../core/view";

/** How much larger than the window a layer is, on each side. */
const OVER = 0.25;

/**
 * A canvas larger than the window that is painted once and then only moved: a pan or a zoom sets a
 * CSS transform, until it is painted again.
 */
export type Layer = {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /** Where the picture lies on the canvas, in its CSS pixels, as painted last. */
  base: () => View;
  /** The part of the picture that the canvas holds. */
  region: () => Rect;
  /** Takes a view as the one to paint, clears, and says where. */
  rebase: (view: View) => void;
  /** Lays what is painted where `view` has it. */
  follow: (view: View) => void;
  /** Does the canvas still hold all of the picture that the window shows? */
  covers: (view: View, picture: Size) => boolean;
  /** Is it worth painting again when everything rests? */
  stale: (view: View, picture: Size) => boolean;
};

/** A canvas for the eyes alone: the board over it has the words. */
function createCanvas(root: HTMLElement, before: Element | null) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  root.insertBefore(canvas, before);
  return { canvas, context: canvas.getContext("2d")! };
}

export function createLayer(root: HTMLElement, before: Element | null): Layer {
  const { canvas, context } = createCanvas(root, before);
  let base: View = { scale: 1, x: 0, y: 0, width: 0, height: 0, fitted: true };
  let painted: View = base;
  let dpr = 1;

  const region = (): Rect => ({
    x: -base.x / base.scale,
    y: -base.y / base.scale,
    width: base.width / base.scale,
    height: base.height / base.scale,
  });
  const covers: Layer["covers"] = (view, picture) => {
    const has = region();
    const left = Math.max(0, -view.x / view.scale);
    const top = Math.max(0, -view.y / view.scale);
    const right = Math.min(picture.width, (view.width - view.x) / view.scale);
    const below = Math.min(picture.height, (view.height - view.y) / view.scale);
    return (
      left >= Math.max(0, has.x) - 1e-6 &&
      top >= Math.max(0, has.y) - 1e-6 &&
      right <= Math.min(picture.width, has.x + has.width) + 1e-6 &&
      below <= Math.min(picture.height, has.y + has.height) + 1e-6
    );
  };
  return {
    canvas,
    context,
    base: () => base,
    region,
    rebase(view) {
      dpr = density();
      const [padX, padY] = [Math.ceil(view.width * OVER), Math.ceil(view.height * OVER)];
      const [width, height] = [view.width + 2 * padX, view.height + 2 * padY];
      const [wide, high] = [Math.round(width * dpr), Math.round(height * dpr)];
      if (canvas.width !== wide || canvas.height !== high) {
        canvas.width = wide;
        canvas.height = high;
        canvas.style.width = `${width}px`;
        canvas.style.height = `${height}px`;
      }
      base = { ...view, x: view.x + padX, y: view.y + padY, width, height };
      painted = view;
      context.setTransform(dpr, 0, 0, dpr, 0, 0);
      context.clearRect(0, 0, width, height);
    },
    follow(view) {
      const by = view.scale / base.scale;
      let [x, y] = [view.x - base.x * by, view.y - base.y * by];
      if (by === 1) {
        // Whole device pixels: what is only moved stays sharp.
        x = Math.round(x * dpr) / dpr;
        y = Math.round(y * dpr) / dpr;
      }
      canvas.style.transform = `translate(${x}px, ${y}px) scale(${by})`;
    },
    covers,
    stale(view, picture) {
      if (view.scale !== base.scale) return true;
      const far = Math.max(
        Math.abs(view.x - painted.x) / Math.max(1, view.width),
        Math.abs(view.y - painted.y) / Math.max(1, view.height),
      );
      if (far < OVER / 2) return false;
      const has = region();
      const whole =
        has.x <= 0 &&
        has.y <= 0 &&
        has.x + has.width >= picture.width &&
        has.y + has.height >= picture.height;
      return !whole;
    },
  };
}

/** What a sheet grows by, in device pixels: making it anew for each pixel more would cost. */
const STEP = 128;

/**
 * A canvas that is painted anew for every frame that changes it. It is as large as what is painted and
 * lies there: every pixel of a canvas is carried to the screen, whether it was painted or not.
 */
export function createSheet(root: HTMLElement, before: Element | null) {
  const { canvas, context } = createCanvas(root, before);
  const stepped = (length: number): number => Math.ceil(length / STEP) * STEP;
  return {
    canvas,
    context,
    /** Clears, and goes where `place` is, in CSS pixels of a window of this size. */
    cover(place: Rect, { width, height }: Size) {
      const dpr = density();
      // Whole device pixels: between them everything would be blurred.
      const left = Math.floor(Math.max(0, place.x) * dpr);
      const top = Math.floor(Math.max(0, place.y) * dpr);
      const right = Math.min(width, place.x + place.width) * dpr;
      const below = Math.min(height, place.y + place.height) * dpr;
      const wide = Math.max(STEP, stepped(right - left));
      const high = Math.max(STEP, stepped(below - top));
      if (canvas.width !== wide || canvas.height !== high) {
        canvas.width = wide;
        canvas.height = high;
        canvas.style.width = `${wide / dpr}px`;
        canvas.style.height = `${high / dpr}px`;
      }
      canvas.style.transform = `translate(${left / dpr}px, ${top / dpr}px)`;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, wide, high);
      context.setTransform(dpr, 0, 0, dpr, -left, -top);
    },
  };
}
