import type { Size } from "../core/doc";
import type { Shrink } from "./shrink.worker";

/** A smaller copy of a decoded picture, which is gone by that. Throws where there can be none. */
export async function shrink(bitmap: ImageBitmap, { width, height }: Size): Promise<ImageBitmap> {
  if (typeof Worker === "undefined") {
    const copy = await createImageBitmap(bitmap, { resizeWidth: width, resizeHeight: height });
    bitmap.close();
    return copy;
  }
  const worker = new Worker(new URL("./shrink.worker.ts", import.meta.url), { type: "module" });
  try {
    return await new Promise((done, fail) => {
      worker.onmessage = ({ data }: MessageEvent<ImageBitmap>) => done(data);
      worker.onerror = () => fail(new Error("The picture could not be made smaller."));
      // A picture of another place that may be shown and not read cannot be handed over either.
      worker.postMessage({ bitmap, width, height } satisfies Shrink, [bitmap]);
    });
  } finally {
    worker.terminate();
  }
}
