import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetPictures, holdPicture, prefetchPicture } from "~/annotate/image/bitmaps";
import { settled } from "../work/clock";

/** What the browser has decoded and nobody has closed, in pixels. */
const open = new Set<{ width: number; height: number }>();
const held = () => [...open].reduce((sum, one) => sum + one.width * one.height, 0);
const made = (width: number, height: number) => {
  const bitmap = { width, height, close: () => open.delete(bitmap) };
  open.add(bitmap);
  return bitmap;
};
let fails = false;

beforeEach(() => {
  open.clear();
  fails = false;
  vi.stubGlobal("location", { href: "http://dure/", origin: "http://dure" });
  // A file's name is its size.
  vi.stubGlobal("fetch", async (url: string) => ({ ok: true, blob: async () => url }));
  vi.stubGlobal(
    "createImageBitmap",
    async (
      from: string | { width: number; height: number },
      how?: { resizeWidth: number; resizeHeight: number },
    ) => {
      if (fails) throw new DOMException("", "InvalidStateError");
      if (how !== undefined) return made(how.resizeWidth, how.resizeHeight);
      const [width, height] = /(\d+)x(\d+)/.exec(String(from))!.slice(1).map(Number);
      return made(width!, height!);
    },
  );
});
afterEach(async () => {
  forgetPictures();
  await settled();
  vi.unstubAllGlobals();
});

describe("a picture that cannot be opened", () => {
  it("is tried once more, and then it is said", async () => {
    vi.useFakeTimers();
    fails = true;
    const first = prefetchPicture("/4000x3000");
    await vi.advanceTimersByTimeAsync(200);
    fails = false;
    await vi.advanceTimersByTimeAsync(100);
    expect(await first).toEqual({ width: 4000, height: 3000 });
    fails = true;
    const other = expect(prefetchPicture("/400x300")).rejects.toThrow(DOMException);
    await vi.advanceTimersByTimeAsync(300);
    await other;
    vi.useRealTimers();
  });
});

describe("decoded pictures", () => {
  it("of common size are whole at once", async () => {
    expect(await prefetchPicture("/4000x3000")).toEqual({ width: 4000, height: 3000 });
    const picture = holdPicture("/4000x3000");
    expect(picture?.bitmap()).toMatchObject({ width: 4000 });
    const then = vi.fn();
    picture?.need(4, then);
    await settled();
    expect(then).not.toHaveBeenCalled();
    picture?.release();
  });

  it("of fifty million pixels lie about small, and are whole while somebody is near", async () => {
    for (const n of [1, 2, 3])
      expect(await prefetchPicture(`/${n}/8660x5774`)).toEqual({ width: 8660, height: 5774 });
    expect(held()).toBeLessThan(3 * 4_100_000);
    const picture = holdPicture("/1/8660x5774")!;
    const then = vi.fn();
    picture.need(0.2, then); // all of it in the window
    await settled();
    expect(then).not.toHaveBeenCalled();
    picture.need(1, then);
    picture.need(2, then);
    await settled();
    expect(then).toHaveBeenCalledTimes(1);
    expect(picture.bitmap()).toMatchObject({ width: 8660 });
    picture.release();
    expect(held()).toBeLessThan(3 * 4_100_000);
    // Left before it was there: it is not kept either.
    const other = holdPicture("/2/8660x5774")!;
    other.need(1, then);
    other.release();
    await settled();
    expect(then).toHaveBeenCalledTimes(1);
    expect(held()).toBeLessThan(3 * 4_100_000);
  });

  it("are stretched where there is no memory for more", async () => {
    await prefetchPicture("/8660x5774");
    const picture = holdPicture("/8660x5774")!;
    fails = true;
    const then = vi.fn();
    picture.need(1, then);
    picture.need(1, then);
    await settled();
    expect(then).not.toHaveBeenCalled();
    expect(picture.bitmap().width).toBeLessThan(3000);
    picture.release();
  });

  it("are closed when they are old, but never under somebody's brush", async () => {
    await prefetchPicture("/1/100x100");
    const first = holdPicture("/1/100x100")!;
    for (const n of [2, 3, 4, 5]) await prefetchPicture(`/${n}/100x100`);
    await settled();
    expect(open.size).toBe(4);
    expect(open).toContain(first.bitmap());
    first.release();
    first.release();
    expect(open.size).toBe(3);
    forgetPictures();
    await settled();
    expect(open.size).toBe(0);
  });

  it("that could not be loaded are asked for again", async () => {
    fails = true;
    await expect(prefetchPicture("/100x100")).rejects.toThrow();
    fails = false;
    expect(await prefetchPicture("/100x100")).toEqual({ width: 100, height: 100 });
  });
});
