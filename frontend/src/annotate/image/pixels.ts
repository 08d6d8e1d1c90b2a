import type { Pixels } from "../core/tool";
import { holdPicture } from "./bitmaps";
import type { PictureSource } from "./editor";

let read: { url: string; pixels: Pixels | Promise<Pixels | null> } | null = null;

/** A picture's own pixels; null while it is not there, or where its store does not let pages read it. Those
 * of one in tiles are put together first. */
export function pixelsOf(picture: PictureSource): Pixels | null | Promise<Pixels | null> {
  const { url, width, height, tiles } = picture;
  if (read?.url === url) return read.pixels;
  if (tiles !== undefined) {
    const coming = import("./tiles")
      .then(({ gatherPixels }) => gatherPixels(picture, tiles))
      .catch(() => null);
    read = { url, pixels: coming };
    void coming.then((pixels) => {
      if (read?.pixels === coming) read = pixels === null ? null : { url, pixels };
    });
    return coming;
  }
  const held = holdPicture(url);
  if (held === null) return null;
  try {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const c = canvas.getContext("2d", { willReadFrequently: true })!;
    c.drawImage(held.bitmap(), 0, 0, width, height);
    const pixels = { width, height, data: c.getImageData(0, 0, width, height).data };
    read = { url, pixels };
    return pixels;
  } catch {
    return null;
  } finally {
    held.release();
  }
}
