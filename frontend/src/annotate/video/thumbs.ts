/** Small pictures of the video: along its clock, and in the place of frames that are not there yet. */
import { toPlace } from "../clock/axis";
import type { Layer } from "../clock/timeline";
import type { MediaSource } from "../media";

/** A part of a picture. */
export type Crop = { image: ImageBitmap; x: number; y: number; width: number; height: number };
export type Thumbs = Layer & {
  /** The one that is nearest to a frame, once they have come. */
  nearest: (frame: number) => Crop | null;
};

export function createThumbs(source: MediaSource<"video">): Thumbs {
  const { width, height, columns, every, count } = source.prepared.thumbs;
  const listeners = new Set<() => void>();
  let sheet: ImageBitmap | null = null;
  let asked = false;
  const load = async () => {
    sheet = await createImageBitmap(await source.blob("thumbs"));
    for (const listener of listeners) listener();
  };
  const nearest = (frame: number): Crop | null => {
    const at = Math.min(count - 1, Math.max(0, Math.floor(frame / every)));
    const [x, y] = [(at % columns) * width, Math.floor(at / columns) * height];
    return sheet === null ? null : { image: sheet, x, y, width, height };
  };
  return {
    nearest,
    paint({ c, axis }, top, bottom) {
      if (!asked) {
        asked = true;
        load().catch(() => {
          asked = false; // Without them the clock goes on; the next painting asks again.
        });
      }
      if (sheet === null) return;
      const high = bottom - top;
      const wide = Math.max(24, (high * width) / height);
      const end = (axis.length - axis.start) * axis.scale;
      // From the clock's own beginning, so that they stay where they are when it is moved.
      const first = Math.floor((axis.start * axis.scale) / wide) * wide - axis.start * axis.scale;
      for (let x = first; x < Math.min(axis.width, end); x += wide) {
        const one = nearest(toPlace(axis, x + wide / 2));
        const room = Math.min(wide, end - x);
        if (room <= 0 || one === null) break;
        c.drawImage(one.image, one.x, one.y, (width * room) / wide, height, x, top, room, high);
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
