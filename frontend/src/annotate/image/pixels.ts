import type { Pixels } from "../core/tool";
import { holdPicture } from "./bitmaps";
import type { PictureSource } from "./editor";

let read: { url: string; pixels: Pixels } | null = null;

/** A picture's own pixels; null while it is not there, or where its store does not let pages read it. */
export function pixelsOf({ url, width, height }: PictureSource): Pixels | null {
  if (read?.url === url) return read.pixels;
  const held = holdPicture(url);
  if (held === null) return null;
  try {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const c = canvas.getContext("2d", { willReadFrequently: true })!;
    c.drawImage(held.bitmap(), 0, 0, width, height);
    read = { url, pixels: { width, height, data: c.getImageData(0, 0, width, height).data } };
    return read.pixels;
  } catch {
    return null;
  } finally {
    held.release();
  }
}
