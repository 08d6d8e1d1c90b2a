import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetPictures, prefetchPicture } from "~/annotate/image/bitmaps";
import {
  keyOf,
  layersFor,
  levelFor,
  type Place,
  partOf,
  tilesIn,
} from "~/annotate/image/tile-plan";
import { createTiling, gatherPixels, type Tiling } from "~/annotate/image/tiles";

const CUT = {
  size: 512,
  levels: [
    { width: 8661, height: 5774 },
    { width: 4331, height: 2887 },
    { width: 2166, height: 1444 },
  ],
};
const ALL = { x: 0, y: 0, width: 8661, height: 5774 };

describe("which level", () => {
  it.each([
    [0.11, 2, "all of it in the window"],
    [0.3, 2, "a little too coarse is no reason"],
    [0.31, 1, "twice as near"],
    [0.6, 1, ""],
    [0.61, 0, ""],
    [8, 0, "there is nothing finer"],
  ])("at %d pixels of the screen for one of the picture: %d", (sharp, level) => {
    expect(levelFor(CUT, sharp)).toBe(level);
  });

  it("lies over the others, which lie from coarse to fine", () => {
    expect(layersFor(CUT, 0)).toEqual([1, 0]);
    expect(layersFor(CUT, 1)).toEqual([0, 1]);
    const five = { size: 512, levels: [1, 2, 3, 4, 5].map(() => ({ width: 1, height: 1 })) };
    expect(layersFor(five, 2)).toEqual([3, 1, 0, 2]);
  });
});

describe("which tiles", () => {
  it("are those in sight, the nearest to the middle first", () => {
    const found = tilesIn(CUT, 0, { x: 1000, y: 600, width: 1000, height: 300 });
    expect(found.map(keyOf).sort()).toEqual(["0/1/1", "0/2/1", "0/3/1"]);
    expect(keyOf(found[0]!)).toBe("0/2/1");
  });

  it("end at the edges, also where more than the picture is in sight", () => {
    const around = { x: -5000, y: -5000, width: 50_000, height: 50_000 };
    expect(tilesIn(CUT, 0, around)).toHaveLength(17 * 12);
    expect(tilesIn(CUT, 1, around)).toHaveLength(9 * 6);
    expect(tilesIn(CUT, 0, { ...around, x: 9000 })).toEqual([]);
    expect(tilesIn(CUT, 0, { x: 511.5, y: 0, width: 0.5, height: 1 }).map(keyOf)).toEqual([
      "0/0/0",
    ]);
  });

  it("cover every pixel once, in the picture's own coordinates", () => {
    for (const level of [0, 1]) {
      const by = 2 ** level;
      let area = 0;
      for (const place of tilesIn(CUT, level, ALL)) {
        const { x, y, width, height } = partOf(CUT, place);
        expect([x % (512 * by), y % (512 * by)]).toEqual([0, 0]);
        area += (width * height) / by ** 2;
      }
      const { width, height } = CUT.levels[level]!;
      expect(area).toBe(width * height);
    }
    expect(partOf(CUT, { level: 0, column: 16, row: 11 })).toEqual({
      x: 8192,
      y: 5632,
      width: 469,
      height: 142,
    });
    expect(partOf(CUT, { level: 2, column: 0, row: 0 })).toMatchObject({
      width: 8664,
      height: 5776,
    });
  });
});

/** Requests that are under way, by address, to be answered by the test. */
const asked = new Map<string, { answer: (status?: number) => void; given: AbortSignal | null }>();
let told: string[] = [];
let online: (() => void)[] = [];
const notes: { textContent: string; remove: () => void }[] = [];
const root = {
  append: (note: (typeof notes)[number]) => notes.push(note),
} as unknown as HTMLElement;
const quiet = async () => {
  for (let n = 0; n < 12; n += 1) await Promise.resolve();
};
const still = async () => {
  await vi.advanceTimersByTimeAsync(50);
  await quiet();
};
const waiting = () => [...asked.keys()].map((url) => url.replace(/^\/\w+\//, ""));

beforeEach(() => {
  vi.useFakeTimers();
  asked.clear();
  told = [];
  online = [];
  notes.length = 0;
  vi.stubGlobal("location", { href: "http://dure/", origin: "http://dure" });
  vi.stubGlobal("window", {
    devicePixelRatio: 1,
    setTimeout,
    addEventListener: (_: string, listener: () => void) => online.push(listener),
    removeEventListener: () => undefined,
  });
  vi.stubGlobal("document", {
    createElement: () => {
      const note = {
        textContent: "",
        setAttribute: () => undefined,
        remove: () => notes.splice(notes.indexOf(note), 1),
      };
      return note;
    },
  });
  vi.stubGlobal("fetch", (url: string, { signal }: { signal: AbortSignal | null }) => {
    told.push(url);
    return new Promise((done, fail) => {
      const gone = () => {
        asked.delete(url);
        fail(new DOMException("", "AbortError"));
      };
      signal?.addEventListener("abort", gone);
      const answer = (status = 200) => {
        asked.delete(url);
        if (status === 0) fail(new TypeError("no connection"));
        else
          done({ status, ok: status === 200, blob: async () => ({ type: "image/jpeg", of: url }) });
      };
      asked.set(url, { answer, given: signal });
    });
  });
  vi.stubGlobal("createImageBitmap", async () => ({ width: 512, height: 512, close: closed }));
});
const closed = vi.fn();
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  closed.mockClear();
});

describe("tiles of a picture", () => {
  const made = (came: (place: Place) => void = () => undefined): [Tiling, { address: number }] => {
    const count = { address: 0 };
    const address = async () => {
      count.address += 1;
      return `/${"abc"[count.address - 1]}/{level}/{column}/{row}`;
    };
    return [createTiling({ ...CUT, address }, root, came), count];
  };
  const answerAll = async (status?: number) => {
    for (const one of [...asked.values()]) one.answer(status);
    await quiet();
  };
  const one = { x: 600, y: 600, width: 100, height: 100 };

  it("are fetched where somebody looks, and nowhere else", async () => {
    const came: string[] = [];
    const [tiling, count] = made((place) => came.push(keyOf(place)));
    tiling.want(ALL, 0.1); // the last level is there already
    await still();
    expect(told).toEqual([]);
    tiling.want(one, 1);
    await still();
    expect(told).toEqual(["/a/0/1/1"]);
    await answerAll();
    expect(came).toEqual(["0/1/1"]);
    tiling.want(one, 1);
    await still();
    expect([told.length, count.address]).toEqual([1, 1]);
  });

  it("come a few at a time, and are given up when they are out of sight", async () => {
    const [tiling] = made();
    tiling.want({ x: 0, y: 0, width: 2048, height: 2048 }, 1);
    await still();
    expect(asked.size).toBe(4);
    tiling.want({ x: 5200, y: 4700, width: 100, height: 100 }, 1);
    await still();
    expect(waiting()).toEqual(["0/10/9"]);
  });

  it("are asked for where a movement ends, not where it passes", async () => {
    const [tiling] = made();
    for (let x = 0; x < 5000; x += 500) tiling.want({ ...one, x }, 1);
    await still();
    expect(waiting()).toEqual(["0/8/1"]);
  });

  it("are tried again, and what is missing meanwhile is said", async () => {
    const [tiling] = made();
    tiling.want(one, 1);
    await still();
    await answerAll(0);
    expect(notes).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(900);
    expect(asked.size).toBe(0);
    await vi.advanceTimersByTimeAsync(200);
    await answerAll(500);
    await vi.advanceTimersByTimeAsync(1_900);
    expect(asked.size).toBe(0);
    for (const back of online) back(); // a connection that is there again is no reason to wait
    await quiet();
    await answerAll();
    expect(notes).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked.size).toBe(0);
  });

  it("are looked for anew when their links have ended", async () => {
    const [tiling, count] = made();
    tiling.want({ ...one, width: 600 }, 1);
    await still();
    expect(waiting()).toHaveLength(2);
    await answerAll(404);
    expect(told.slice(2)).toEqual(["/b/0/1/1", "/b/0/2/1"]);
    expect(count.address).toBe(2);
    expect(notes).toHaveLength(0);
  });

  it("are kept in bounds, those in sight before others", async () => {
    const [tiling] = made();
    const look = async (x: number, columns: number) => {
      tiling.want({ x: x + 1, y: 1, width: columns * 512 - 2, height: 4094 }, 1); // 8 rows
      await still();
      while (asked.size > 0) await answerAll();
    };
    for (const x of [0, 3072, 6144]) await look(x, 4);
    expect(told).toHaveLength(96);
    expect(closed).not.toHaveBeenCalled();
    // The oldest are in sight again, with a column that is new: others go for it.
    await look(0, 5);
    expect([told.length, closed.mock.calls.length]).toEqual([104, 8]);
    await look(0, 5);
    expect(told).toHaveLength(104);
    tiling.stop();
    expect(closed).toHaveBeenCalledTimes(104);
  });

  it("lie at their places, edge to edge", async () => {
    const [tiling] = made();
    tiling.want({ x: 400, y: 100, width: 300, height: 100 }, 0.777);
    await still();
    await answerAll();
    const drawn: number[][] = [];
    const c = { drawImage: (_: unknown, ...at: number[]) => drawn.push(at) };
    const at = { scale: 0.777, x: 10.4, y: -3.3 };
    tiling.lay(c as unknown as CanvasRenderingContext2D, at, ALL, 0.777);
    drawn.sort((a, b) => a[0]! - b[0]!);
    expect(drawn).toEqual([
      [10, -3, 398, 398],
      [408, -3, 398, 398],
    ]);
    drawn.length = 0;
    tiling.lay(c as unknown as CanvasRenderingContext2D, at, { ...one, x: 7000 }, 0.777);
    expect(drawn).toEqual([]);
  });
});

it("pixels are put together from the finest tiles, or from what there is", async () => {
  vi.useRealTimers();
  const cut = {
    size: 4,
    levels: [
      { width: 6, height: 5 },
      { width: 3, height: 3 },
    ],
  };
  let drawn: { of: string; at: number[] } = { of: "", at: [] };
  vi.stubGlobal("createImageBitmap", async (blob: { of?: string }) => ({
    of: blob.of ?? "whole",
    width: 3,
    height: 3,
    close: () => undefined,
  }));
  vi.stubGlobal("fetch", async (url: string) => ({
    ok: !url.endsWith("1/1"),
    status: url.endsWith("1/1") ? 500 : 200,
    blob: async () => ({ of: url }),
  }));
  vi.stubGlobal(
    "OffscreenCanvas",
    class {
      getContext = () => ({
        drawImage: ({ of }: { of: string }, ...at: number[]) => {
          drawn = { of, at };
        },
        // Each pixel says which tile it is of, and where in it.
        getImageData: (_x: number, _y: number, width: number, height: number) => ({
          data: Uint8ClampedArray.from({ length: width * height * 4 }, (_, n) => {
            const which =
              drawn.of === "/small" ? 9 : Number(drawn.of.split("/").slice(-2).join(""));
            return [which, Math.floor(n / 4) % width, Math.floor(n / 4 / width), 255][n % 4]!;
          }),
        }),
      });
    },
  );
  await prefetchPicture("/small");
  const tiles = { ...cut, address: async () => "/t/{level}/{column}/{row}" };
  const pixels = await gatherPixels({ url: "/small", width: 6, height: 5, tiles }, tiles);
  const at = (x: number, y: number) => [
    ...pixels!.data.slice((y * 6 + x) * 4, (y * 6 + x) * 4 + 3),
  ];
  expect(at(0, 0)).toEqual([0, 0, 0]);
  expect(at(3, 2)).toEqual([0, 3, 2]);
  expect(at(5, 0)).toEqual([10, 1, 0]);
  expect(at(2, 4)).toEqual([1, 2, 0]);
  expect(at(5, 4)).toEqual([9, 1, 0]); // this one did not come
  forgetPictures();
});
