import type { Point, Rect, Size } from "./doc";
import { clamp } from "./geometry";

/** How the picture lies in the window: screen = picture x scale + (x, y), in CSS pixels. */
export type View = {
  scale: number;
  x: number;
  y: number;
  /** The window. */
  width: number;
  height: number;
  /** Follows the window's size, until somebody zooms or pans. */
  fitted: boolean;
};

const MARGIN = 16;
const MOST = 32;
/** At least so much of the picture stays in the window, in CSS pixels. */
const STAYS = 48;

export const START: View = { scale: 1, x: 0, y: 0, width: 0, height: 0, fitted: true };

const fitScale = (window: Size, picture: Size): number => {
  const margin = Math.min(MARGIN, window.width / 20);
  const scale = Math.min(
    (window.width - 2 * margin) / picture.width,
    (window.height - 2 * margin) / picture.height,
  );
  return Number.isFinite(scale) && scale > 0 ? scale : 1;
};

const least = (view: View, picture: Size): number => Math.min(fitScale(view, picture) / 2, 1);

/** A tiny picture fills the window at more than that. */
const most = (view: View, picture: Size): number => Math.max(MOST, fitScale(view, picture));

/** All of the picture, in the middle. */
export function fitTo(view: View, picture: Size): View {
  const scale = fitScale(view, picture);
  return {
    ...view,
    scale,
    x: (view.width - picture.width * scale) / 2,
    y: (view.height - picture.height * scale) / 2,
    fitted: true,
  };
}

function kept(view: View, picture: Size): View {
  const [wide, high] = [picture.width * view.scale, picture.height * view.scale];
  return {
    ...view,
    x: clamp(view.x, Math.min(STAYS, view.width / 2) - wide, view.width - STAYS),
    y: clamp(view.y, Math.min(STAYS, view.height / 2) - high, view.height - STAYS),
  };
}

export const pan = (view: View, dx: number, dy: number, picture: Size): View =>
  kept({ ...view, x: view.x + dx, y: view.y + dy, fitted: false }, picture);

/** `factor` times nearer; the point (`x`, `y`) of the window stays where it is. */
export function zoom(view: View, factor: number, [x, y]: Point, picture: Size): View {
  const scale = clamp(view.scale * factor, least(view, picture), most(view, picture));
  const by = scale / view.scale;
  return kept(
    { ...view, scale, x: x - (x - view.x) * by, y: y - (y - view.y) * by, fitted: false },
    picture,
  );
}

/** In another window: fitted again, or with the same point in the middle. */
export function resized(view: View, window: Size, picture: Size): View {
  const next = { ...view, ...window };
  if (view.fitted || view.width === 0) return fitTo(next, picture);
  return kept(
    {
      ...next,
      x: view.x + (window.width - view.width) / 2,
      y: view.y + (window.height - view.height) / 2,
    },
    picture,
  );
}

/** With a part of the picture in the middle, as near as a third of the window. */
export function around(view: View, rect: Rect, picture: Size): View {
  const scale = clamp(
    Math.min(view.width / 2 / Math.max(rect.width, 1), view.height / 2 / Math.max(rect.height, 1)),
    fitScale(view, picture),
    8,
  );
  return kept(
    {
      ...view,
      scale,
      x: view.width / 2 - (rect.x + rect.width / 2) * scale,
      y: view.height / 2 - (rect.y + rect.height / 2) * scale,
      fitted: false,
    },
    picture,
  );
}

/** Moved just so far that a part of the picture is in the window. */
export function reveal(view: View, rect: Rect, picture: Size): View {
  const left = rect.x * view.scale + view.x;
  const top = rect.y * view.scale + view.y;
  const right = left + rect.width * view.scale;
  const below = top + rect.height * view.scale;
  if (left >= 0 && top >= 0 && right <= view.width && below <= view.height) return view;
  if (right > 0 && below > 0 && left < view.width && top < view.height) {
    const tooLarge = right - left > view.width || below - top > view.height;
    if (tooLarge) return view;
  }
  const shift = (low: number, high: number, room: number) =>
    low < 0 ? MARGIN - low : high > room ? room - MARGIN - high : 0;
  return pan(view, shift(left, right, view.width), shift(top, below, view.height), picture);
}

export const toPicture = (view: View, [x, y]: Point): Point => [
  (x - view.x) / view.scale,
  (y - view.y) / view.scale,
];
export const toScreen = (view: View, [x, y]: Point): Point => [
  x * view.scale + view.x,
  y * view.scale + view.y,
];
