/** Decoded pictures, the one at hand and those that come next. */
const KEPT = 3;
const decoded = new Map<string, Promise<ImageBitmap>>();
const ready = new Map<string, ImageBitmap>();

async function decode(url: string): Promise<ImageBitmap> {
  if (new URL(url, location.href).origin !== location.origin) {
    // A store elsewhere may let pages show its pictures and not read them: an element may.
    const image = new Image();
    image.src = url;
    await image.decode();
    return createImageBitmap(image);
  }
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`The picture could not be loaded (${answer.status}).`);
  return createImageBitmap(await answer.blob());
}

/** Loads and decodes a picture before it is needed; what it was needed for long ago is let go. */
export function prefetchPicture(url: string): Promise<ImageBitmap> {
  const known = decoded.get(url);
  if (known !== undefined) {
    // The latest asked for is the last to go.
    decoded.delete(url);
    decoded.set(url, known);
    return known;
  }
  const loading = decode(url);
  decoded.set(url, loading);
  loading.then(
    (bitmap) => decoded.has(url) && ready.set(url, bitmap),
    () => decoded.delete(url),
  );
  for (const old of [...decoded.keys()].slice(0, -KEPT)) {
    // Not closed: somebody may still be painting it. The browser frees it with its last holder.
    decoded.delete(old);
    ready.delete(old);
  }
  return loading;
}

/** The picture, where it can be painted at once. */
export const readyPicture = (url: string): ImageBitmap | undefined => ready.get(url);

/** Lets all decoded pictures go. */
export const forgetPictures = (): void => {
  decoded.clear();
  ready.clear();
};
