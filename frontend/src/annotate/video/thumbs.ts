/** Small pictures of the video along its clock. */
import { toPlace } from "../clock/axis";
import type { Layer } from "../clock/timeline";
import type { MediaSource } from "../media";

export function createThumbs(source: MediaSource<"video">): Layer {
  const { width, height, columns, every, count } = source.prepared.thumbs;
  const listeners = new Set<() => void>();
  let sheet: ImageBitmap | null = null;
  let asked = false;
  const load = async () => {
    sheet = await createImageBitmap(await source.blob("thumbs"));
    for (const listener of listeners) listener();
  };
  return {
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
        const place = toPlace(axis, x + wide / 2);
        const at = Math.min(count - 1, Math.max(0, Math.floor(place / every)));
        const room = Math.min(wide, end - x);
        if (room <= 0) break;
        c.drawImage(
          sheet,
          (at % columns) * width,
          Math.floor(at / columns) * height,
          (width * room) / wide,
          height,
          x,
          top,
          room,
          high,
        );
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
