import type { Size } from "../core/doc";

/** Decoded pictures that are kept: the one at hand and those that come next. */
const KEPT = 3;
/** A picture of more pixels lies about as a smaller copy: three of fifty million would be 600 MB. */
const LARGE = 16_000_000;
const COPY = 4_000_000;

type Entry = {
  /** Its own pixels, as shown. */
  size: Size;
  /** All of a picture, or the smaller copy of a large one. */
  bitmap: ImageBitmap;
  /** What a large one is decoded from once more; null for others. */
  source: Blob | HTMLImageElement | null;
  whole: ImageBitmap | null;
  coming: Promise<unknown> | null;
  holders: number;
  kept: boolean;
};

/** A picture that somebody paints: nothing of it is let go before `release`. */
export type Held = {
  /** The best there is of it now. */
  bitmap: () => ImageBitmap;
  /** Fetches all of its pixels where so many are to be seen: `sharp` pixels of the screen for one of
   * its own. `then` is called when they are there, and not where nothing is missing. */
  need: (sharp: number, then: () => void) => void;
  release: () => void;
};

const loading = new Map<string, Promise<Entry>>();
const ready = new Map<string, Entry>();

async function read(url: string): Promise<Blob | HTMLImageElement> {
  if (new URL(url, location.href).origin !== location.origin) {
    // A store elsewhere may let pages show its pictures and not read them: an element may.
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  }
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.blob();
}

/** Milliseconds before what could not be opened is tried once more. */
const AGAIN = 300;

async function decode(url: string): Promise<Entry> {
  const attempt = async () => {
    const source = await read(url);
    return [source, await createImageBitmap(source)] as const;
  };
  // What was lost on the way, or had no memory for a moment, is there the next time.
  const [source, whole] = await attempt().catch(async () => {
    await new Promise((then) => setTimeout(then, AGAIN));
    return attempt();
  });
  const size = { width: whole.width, height: whole.height };
  const entry = { size, bitmap: whole, source: null, whole: null, coming: null };
  const pixels = size.width * size.height;
  if (pixels <= LARGE) return { ...entry, holders: 0, kept: true };
  const by = Math.sqrt(COPY / pixels);
  const less = {
    width: Math.max(1, Math.round(size.width * by)),
    height: Math.max(1, Math.round(size.height * by)),
  };
  try {
    const { shrink } = await import("./shrink");
    return { ...entry, bitmap: await shrink(whole, less), source, holders: 0, kept: true };
  } catch {
    // What cannot be made smaller is kept whole; it may be gone with the attempt.
    const bitmap = whole.width > 0 ? whole : await createImageBitmap(source);
    return { ...entry, bitmap, holders: 0, kept: true };
  }
}

/** Frees what nobody paints and nobody will. */
function tidy(entry: Entry): void {
  if (entry.holders > 0) return;
  entry.whole?.close();
  entry.whole = null;
  if (!entry.kept) entry.bitmap.close();
}

function forget(url: string): void {
  const coming = loading.get(url);
  loading.delete(url);
  ready.delete(url);
  void coming?.then(
    (entry) => {
      entry.kept = false;
      tidy(entry);
    },
    () => undefined,
  );
}

/** Loads and decodes a picture before it is needed, and says how large it is. What it was needed for
 * long ago is let go. */
export async function prefetchPicture(url: string): Promise<Size> {
  const known = loading.get(url);
  const coming = known ?? decode(url);
  // The latest asked for is the last to go.
  loading.delete(url);
  loading.set(url, coming);
  if (known === undefined)
    coming.then(
      (entry) => loading.get(url) === coming && ready.set(url, entry),
      () => loading.get(url) === coming && loading.delete(url),
    );
  for (const old of [...loading.keys()].slice(0, -KEPT)) forget(old);
  return (await coming).size;
}

/** The picture, where it can be painted at once; to be released when it is painted no more. */
export function holdPicture(url: string): Held | null {
  const entry = ready.get(url);
  if (entry === undefined) return null;
  entry.holders += 1;
  let held = true;
  const near = async (source: Blob | HTMLImageElement): Promise<boolean> => {
    const whole = await createImageBitmap(source);
    if (entry.holders > 0) entry.whole = whole;
    else whole.close();
    return entry.holders > 0;
  };
  return {
    bitmap: () => entry.whole ?? entry.bitmap,
    need(sharp, then) {
      const { source, size, bitmap } = entry;
      if (source === null || entry.whole !== null || entry.coming !== null) return;
      // A little too few pixels is not worth so many more.
      if (sharp * size.width < bitmap.width * 1.2) return;
      // Where there is no memory for it, what is there is stretched; asking again would not help.
      entry.coming = near(source).then(
        (there) => {
          entry.coming = null;
          if (there && held) then();
        },
        () => undefined,
      );
    },
    release() {
      if (!held) return;
      held = false;
      entry.holders -= 1;
      tidy(entry);
    },
  };
}

/** Lets all decoded pictures go, but for those that are being painted. */
export const forgetPictures = (): void => {
  for (const url of [...loading.keys()]) forget(url);
};
