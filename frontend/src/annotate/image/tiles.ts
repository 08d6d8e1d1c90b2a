// A large picture, seen through its tiles. Only who opens one fetches this.
import i18next from "i18next";
import { density } from "../core/density";
import type { Rect } from "../core/doc";
import type { Pixels } from "../core/tool";
import { holdPicture } from "./bitmaps";
import type { PictureSource, Tiles } from "./editor";
import type { Frame } from "./paint";
import { keyOf, layersFor, levelFor, type Place, partOf, tilesIn } from "./tile-plan";

/** Decoded tiles that are kept, of a megabyte each; more where more are to be seen at once. */
const KEPT = 96;
/** So many are fetched at a time: a browser has six connections, and drafts are saved by them too. */
const HANDS = 4;
/** Milliseconds after a movement: what it only passes is not asked for. */
const STILL = 40;
/** Milliseconds until a tile that failed is tried again, at first and at most. */
const AGAIN = [1000, 30_000] as const;

export type Tiling = {
  /** Fetches what a part of the picture needs where `sharp` pixels of the screen show one of its own. What
   * was wanted before and is not any more is given up. */
  want: (part: Rect, sharp: number) => void;
  /** Lays what is there over the picture, the tiles that are as sharp as they need be over others; `only`
   * one that has just come. */
  lay: (c: CanvasRenderingContext2D, at: Frame, part: Rect, sharp: number, only?: Place) => void;
  stop: () => void;
};

// Where the tiles of a picture are, until that has expired.
const addresses = new WeakMap<Tiles, Promise<string>>();

/** The address of a picture's tiles; another than the `expired` one. */
function addressOf(tiles: Tiles, expired?: Promise<string>): Promise<string> {
  const known = addresses.get(tiles);
  if (known !== undefined && known !== expired) return known;
  const next = tiles.address();
  addresses.set(tiles, next);
  next.catch(() => addresses.get(tiles) === next && addresses.delete(tiles));
  return next;
}

type Tile = { bitmap: ImageBitmap; transparent: boolean };

async function fetchTile(tiles: Tiles, place: Place, signal?: AbortSignal): Promise<Tile> {
  const get = async (address: Promise<string>) => {
    let url = await address;
    for (const [name, value] of Object.entries(place)) url = url.replace(`{${name}}`, `${value}`);
    return fetch(url, { credentials: "same-origin", signal: signal ?? null });
  };
  const address = addressOf(tiles);
  let answer = await get(address);
  // Links end after some minutes, and people work longer.
  if (answer.status === 404) answer = await get(addressOf(tiles, address));
  if (!answer.ok) throw new Error(`A tile could not be loaded (${answer.status}).`);
  const blob = await answer.blob();
  return { bitmap: await createImageBitmap(blob), transparent: blob.type !== "image/jpeg" };
}

const meet = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** `came` is told of each tile that is there from now on. */
export function createTiling(
  tiles: Tiles,
  root: HTMLElement,
  came: (place: Place) => void,
): Tiling {
  /** In the order of their last use. */
  const kept = new Map<string, Tile & { place: Place }>();
  const coming = new Map<string, AbortController>();
  /** How often in a row a tile has failed, and which of those wait for their next try. */
  const failed = new Map<string, number>();
  const resting = new Set<string>();
  const timers = new Set<number>();
  let wanted: readonly Place[] = [];
  let stopped = false;
  let still = 0;
  let note: HTMLElement | null = null;

  /** Says whether something in sight is less sharp than it could be, because it does not come. */
  const tell = () => {
    const missing = wanted.some((place) => failed.has(keyOf(place)));
    if (missing === (note !== null)) return;
    note?.remove();
    note = null;
    if (!missing) return;
    note = document.createElement("div");
    note.className = "an-soft label";
    note.setAttribute("role", "status");
    note.textContent = i18next.t("soft", { ns: "annotate" });
    root.append(note);
  };
  const keep = (place: Place, tile: Tile) => {
    kept.set(keyOf(place), { place, ...tile });
    const needed = new Set(wanted.map(keyOf));
    for (const [key, old] of kept) {
      if (kept.size <= Math.max(KEPT, needed.size)) break;
      if (needed.has(key)) continue;
      old.bitmap.close();
      kept.delete(key);
    }
  };
  const load = async (place: Place, control: AbortController) => {
    const key = keyOf(place);
    try {
      const tile = await fetchTile(tiles, place, control.signal);
      if (control.signal.aborted) {
        tile.bitmap.close();
        return;
      }
      failed.delete(key);
      keep(place, tile);
      came(place);
    } catch {
      if (control.signal.aborted) return;
      const tries = (failed.get(key) ?? 0) + 1;
      failed.set(key, tries);
      resting.add(key);
      const timer = window.setTimeout(
        () => {
          timers.delete(timer);
          resting.delete(key);
          fill();
        },
        Math.min(AGAIN[0] * 2 ** (tries - 1), AGAIN[1]),
      );
      timers.add(timer);
    } finally {
      if (coming.get(key) === control) coming.delete(key);
      if (!stopped) {
        tell();
        fill();
      }
    }
  };
  const fill = () => {
    for (const place of wanted) {
      if (coming.size >= HANDS) return;
      const key = keyOf(place);
      if (kept.has(key) || coming.has(key) || resting.has(key)) continue;
      const control = new AbortController();
      coming.set(key, control);
      void load(place, control);
    }
  };
  const online = () => {
    resting.clear();
    fill();
  };
  window.addEventListener("online", online);

  return {
    want(part, sharp) {
      const level = levelFor(tiles, sharp);
      // The last level is what is shown anyway.
      wanted = level === tiles.levels.length - 1 ? [] : tilesIn(tiles, level, part);
      const needed = new Set(wanted.map(keyOf));
      for (const [key, control] of coming)
        if (!needed.has(key)) {
          control.abort();
          coming.delete(key);
        }
      for (const key of failed.keys()) if (!needed.has(key)) failed.delete(key);
      tell();
      clearTimeout(still);
      still = window.setTimeout(fill, STILL);
    },
    lay(c, at, part, sharp, only) {
      const needed = levelFor(tiles, sharp);
      if (needed === tiles.levels.length - 1) return;
      const dpr = density();
      // Whole pixels of the screen: between two tiles there must be no seam.
      const snap = (value: number) => Math.round(value * dpr) / dpr;
      for (const level of only === undefined ? layersFor(tiles, needed) : [needed])
        for (const [key, one] of [...kept]) {
          if (one.place.level !== level || (only ?? one.place) !== one.place) continue;
          const shown = partOf(tiles, one.place);
          if (!meet(shown, part)) continue;
          kept.delete(key);
          kept.set(key, one);
          const [x, y] = [snap(shown.x * at.scale + at.x), snap(shown.y * at.scale + at.y)];
          const right = snap((shown.x + shown.width) * at.scale + at.x);
          const below = snap((shown.y + shown.height) * at.scale + at.y);
          // What shines through is not what was laid there before.
          if (one.transparent) c.clearRect(x, y, right - x, below - y);
          c.drawImage(one.bitmap, x, y, right - x, below - y);
        }
    },
    stop() {
      stopped = true;
      clearTimeout(still);
      window.removeEventListener("online", online);
      for (const control of coming.values()) control.abort();
      for (const timer of timers) clearTimeout(timer);
      for (const { bitmap } of kept.values()) bitmap.close();
      kept.clear();
      note?.remove();
    },
  };
}

/**
 * All pixels of a large picture, put together from its finest tiles; where one does not come, from what is
 * shown of it. Null where this device has no room for so many.
 */
export async function gatherPixels(picture: PictureSource, tiles: Tiles): Promise<Pixels | null> {
  const { width, height, url } = picture;
  const held = holdPicture(url);
  if (held === null) return null;
  try {
    const data = new Uint8ClampedArray(width * height * 4);
    const canvas = new OffscreenCanvas(tiles.size, tiles.size);
    const c = canvas.getContext("2d", { willReadFrequently: true })!;
    c.globalCompositeOperation = "copy";
    const places = tilesIn(tiles, 0, { x: 0, y: 0, width, height });
    const hand = async () => {
      for (let place = places.pop(); place !== undefined; place = places.pop()) {
        const part = partOf(tiles, place);
        const tile = await fetchTile(tiles, place).catch(() => null);
        if (tile !== null) c.drawImage(tile.bitmap, 0, 0);
        else c.drawImage(held.bitmap(), -part.x, -part.y, width, height);
        tile?.bitmap.close();
        const read = c.getImageData(0, 0, part.width, part.height).data;
        for (let row = 0; row < part.height; row += 1)
          data.set(
            read.subarray(row * part.width * 4, (row + 1) * part.width * 4),
            ((part.y + row) * width + part.x) * 4,
          );
      }
    };
    await Promise.all(Array.from({ length: HANDS }, hand));
    return { width, height, data };
  } catch {
    return null;
  } finally {
    held.release();
  }
}
