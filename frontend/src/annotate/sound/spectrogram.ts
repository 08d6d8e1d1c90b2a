/** The spectrogram: pictures of some forty seconds each, fetched as they come into sight. */

import { seen, toPixel } from "../clock/axis";
import type { Layer } from "../clock/timeline";
import { createStore } from "../core/store";
import type { MediaSource } from "../media";

/** How many pictures are held: some minutes. */
const HELD = 16;

/** Loudness as the ink's own opacity: dark on light and light on dark. */
function inked(bitmap: ImageBitmap, ink: readonly [number, number, number]): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const c = canvas.getContext("2d", { willReadFrequently: true })!;
  c.drawImage(bitmap, 0, 0);
  const pixels = c.getImageData(0, 0, canvas.width, canvas.height);
  const { data } = pixels;
  for (let at = 0; at < data.length; at += 4) {
    data[at + 3] = data[at]!;
    data[at] = ink[0];
    data[at + 1] = ink[1];
    data[at + 2] = ink[2];
  }
  c.putImageData(pixels, 0, 0);
  return canvas;
}

/** A CSS colour as numbers. */
function rgb(colour: string): readonly [number, number, number] {
  const c = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  c.fillStyle = colour;
  c.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = c.getImageData(0, 0, 1, 1).data;
  return [r, g, b];
}

export function spectrogram(
  source: MediaSource<"sound">,
  shown: () => boolean,
  share: () => number,
): Layer {
  const { per_second: perSecond, columns, pieces } = source.prepared.spectrogram;
  const each = (columns / perSecond) * 1000;
  const version = createStore(0);
  const bitmaps = new Map<number, ImageBitmap | null>();
  const painted = new Map<number, HTMLCanvasElement>();
  let ink = "";

  async function fetchPiece(nth: number) {
    bitmaps.set(nth, null);
    const [offset, length] = pieces[nth]!;
    try {
      const bytes = await source.range("spectrogram", offset, length);
      bitmaps.set(nth, await createImageBitmap(new Blob([bytes], { type: "image/webp" })));
      const oldest = bitmaps.keys().next().value;
      if (bitmaps.size > HELD && oldest !== undefined) {
        bitmaps.get(oldest)?.close();
        bitmaps.delete(oldest);
        painted.delete(oldest);
      }
      version.set(version.get() + 1);
    } catch {
      // It is asked for again when it is looked at again.
      bitmaps.delete(nth);
    }
  }
  return {
    subscribe: version.subscribe,
    paint({ c, axis, read }, top, bottom) {
      if (!shown()) return;
      const now = read("var(--text)");
      if (now !== ink) painted.clear();
      ink = now;
      const high = (bottom - top) * share();
      const around = seen(axis);
      const first = Math.max(0, Math.floor(around.start / each));
      const last = Math.min(pieces.length - 1, Math.floor(around.end / each));
      // From far away there would be more of them than anyone could look at.
      if (last - first >= HELD) return;
      for (let nth = first; nth <= last; nth += 1) {
        const bitmap = bitmaps.get(nth);
        if (bitmap === undefined) void fetchPiece(nth);
        if (bitmap === undefined || bitmap === null) continue;
        const image = painted.get(nth) ?? inked(bitmap, rgb(now));
        painted.set(nth, image);
        const left = toPixel(axis, nth * each);
        const width = (image.width / perSecond) * 1000 * axis.scale;
        c.drawImage(image, left, bottom - high, width, high);
      }
    },
  };
}
