import { density } from "../core/density";
import type { Point, Rect, Size } from "../core/doc";
import type { View } from "../core/view";
import type { Frame } from "./paint";

const LOUPE = 120;
const NEARER = 2.5;
const MAP = 84;

function small(root: HTMLElement, className: string): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.className = className;
  canvas.hidden = true;
  canvas.setAttribute("aria-hidden", "true");
  root.append(canvas);
  return canvas;
}

function open(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const dpr = density();
  if (canvas.width !== Math.round(width * dpr) || canvas.height !== Math.round(height * dpr)) {
    canvas.width = Math.round(width * dpr);
    canvas.height = Math.round(height * dpr);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const c = canvas.getContext("2d")!;
  c.setTransform(dpr, 0, 0, dpr, 0, 0);
  c.clearRect(0, 0, width, height);
  return c;
}

/** What lies under a finger, larger, in the corner away from it. */
function createLoupe(root: HTMLElement) {
  const canvas = small(root, "an-loupe");
  return {
    hide() {
      canvas.hidden = true;
    },
    show(
      view: View,
      focus: Point,
      finger: Point,
      paint: (c: CanvasRenderingContext2D, at: Frame, has: Rect) => void,
    ) {
      canvas.hidden = false;
      const left = !(finger[0] < LOUPE + 60 && finger[1] < LOUPE + 60);
      const x = left ? 16 : view.width - LOUPE - 16;
      canvas.style.transform = `translate(${x}px, 16px)`;
      const c = open(canvas, LOUPE, LOUPE);
      const scale = Math.max(view.scale * NEARER, 1);
      const at: Frame = {
        scale,
        x: LOUPE / 2 - focus[0] * scale,
        y: LOUPE / 2 - focus[1] * scale,
      };
      const side = LOUPE / scale;
      paint(c, at, {
        x: focus[0] - side / 2,
        y: focus[1] - side / 2,
        width: side,
        height: side,
      });
      const [m, arm] = [LOUPE / 2, 18];
      c.beginPath();
      c.moveTo(m - arm, m);
      c.lineTo(m + arm, m);
      c.moveTo(m, m - arm);
      c.lineTo(m, m + arm);
      c.lineWidth = 3;
      c.strokeStyle = "#fff";
      c.stroke();
      c.lineWidth = 1.5;
      c.strokeStyle = "#14181f";
      c.stroke();
    },
  };
}

/** All of the picture, small, with the part that the window shows. */
function createMap(root: HTMLElement) {
  const canvas = small(root, "an-map");
  let thumb: { of: Size; dpr: number; canvas: HTMLCanvasElement } | null = null;
  return {
    hide() {
      canvas.hidden = true;
    },
    show(view: View, bitmap: ImageBitmap | HTMLCanvasElement, picture: Size) {
      const scale = Math.min(MAP / picture.width, MAP / picture.height);
      const [width, height] = [picture.width * scale, picture.height * scale];
      canvas.hidden = false;
      const dpr = density();
      if (thumb?.of !== picture || thumb.dpr !== dpr) {
        const made = document.createElement("canvas");
        made.width = Math.max(1, Math.round(width * dpr));
        made.height = Math.max(1, Math.round(height * dpr));
        made.getContext("2d")!.drawImage(bitmap, 0, 0, made.width, made.height);
        thumb = { of: picture, dpr, canvas: made };
      }
      const c = open(canvas, width, height);
      c.drawImage(thumb.canvas, 0, 0, width, height);
      const by = scale / view.scale;
      const left = Math.max(1, -view.x * by);
      const top = Math.max(1, -view.y * by);
      const right = Math.min(width - 1, (view.width - view.x) * by);
      const below = Math.min(height - 1, (view.height - view.y) * by);
      for (const [line, colour] of [
        [4, "#fff"],
        [2, "#14181f"],
      ] as const) {
        c.lineWidth = line;
        c.strokeStyle = colour;
        c.strokeRect(left, top, right - left, below - top);
      }
    },
  };
}

/** Both, on the root of a board. */
export const createLenses = (root: HTMLElement) => ({
  loupe: createLoupe(root),
  map: createMap(root),
});
export type Lenses = ReturnType<typeof createLenses>;
