import type { Rect, Size } from "../core/doc";

/**
 * How a large picture is cut up: squares of `size` pixels of a level, the finest level first. A pixel of
 * level `n` is `2 ** n` pixels of the picture wide and high. The last level is one tile.
 */
export type Cut = { size: number; levels: readonly Size[] };

/** Which tile: counted from the upper left corner. */
export type Place = { level: number; column: number; row: number };

/** A little too coarse is not worth four times as many tiles. */
const SOFT = 1.2;

/** The coarsest level that is sharp where `sharp` pixels of the screen show one of the picture. */
export function levelFor({ levels }: Cut, sharp: number): number {
  let level = 0;
  while (level < levels.length - 1 && sharp * 2 ** (level + 1) <= SOFT) level += 1;
  return level;
}

/** What a tile shows, in pixels of the picture; at its right and lower edges it may show a bit more. */
export function partOf({ size, levels }: Cut, { level, column, row }: Place): Rect {
  const by = 2 ** level;
  const of = levels[level]!;
  const whole = level === levels.length - 1;
  return {
    x: column * size * by,
    y: row * size * by,
    width: (whole ? of.width : Math.min(size, of.width - column * size)) * by,
    height: (whole ? of.height : Math.min(size, of.height - row * size)) * by,
  };
}

/** The tiles of a level that show something of a part of the picture, the nearest to its middle first. */
export function tilesIn(cut: Cut, level: number, part: Rect): Place[] {
  const side = cut.size * 2 ** level;
  const { width, height } = cut.levels[level]!;
  const [columns, rows] = [Math.ceil(width / cut.size), Math.ceil(height / cut.size)];
  const first = (from: number) => Math.max(0, Math.floor(from / side));
  const last = (to: number, count: number) => Math.min(count, Math.ceil(to / side)) - 1;
  const found: { place: Place; far: number }[] = [];
  for (let row = first(part.y); row <= last(part.y + part.height, rows); row += 1)
    for (let column = first(part.x); column <= last(part.x + part.width, columns); column += 1) {
      const [x, y] = [(column + 0.5) * side, (row + 0.5) * side];
      const far = Math.hypot(x - part.x - part.width / 2, y - part.y - part.height / 2);
      found.push({ place: { level, column, row }, far });
    }
  return found.sort((a, b) => a.far - b.far).map(({ place }) => place);
}

/** In which order levels are laid over one another: the needed one last, before it from coarse to fine. */
export function layersFor({ levels }: Cut, needed: number): number[] {
  const all = Array.from({ length: levels.length - 1 }, (_, n) => levels.length - 2 - n);
  return [...all.filter((level) => level !== needed), ...all.filter((level) => level === needed)];
}

export const keyOf = ({ level, column, row }: Place): string => `${level}/${column}/${row}`;
