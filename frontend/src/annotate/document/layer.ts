/**
 * The text that lies in a page: code points, each with its box in pixels of the page. All places are code
 * points, as the API counts them; `end` is exclusive.
 */
import type { Point, Rect } from "../core/doc";

/** Left, top, right, bottom. */
export type LetterBox = readonly [number, number, number, number];
export type Layer = { letters: readonly string[]; boxes: readonly LetterBox[] };
export type Stretch = readonly [start: number, end: number];

export const NO_LAYER: Layer = { letters: [], boxes: [] };

/** The layer as the server made it. */
export function readLayer(json: unknown): Layer {
  const { text, boxes } = json as { text: string; boxes: readonly LetterBox[] };
  return { letters: [...text], boxes };
}

export const textOf = ({ letters }: Layer, start: number, end: number): string =>
  letters.slice(start, end).join("");

const isSpace = (letter: string | undefined): boolean =>
  letter === undefined || letter.trim() === "";

/** How far a place is from a box; 0 inside. */
const farOf = ([left, top, right, bottom]: LetterBox, [x, y]: Point): number =>
  Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));

/** The letter nearest to a place, no farther away than `reach`. */
export function letterAt({ letters, boxes }: Layer, at: Point, reach: number): number | null {
  let found: number | null = null;
  let least = reach;
  for (let index = 0; index < boxes.length; index += 1) {
    if (letters[index] === "\n") continue;
    const far = farOf(boxes[index]!, at);
    if (far > least || (far === least && found !== null)) continue;
    found = index;
    least = far;
  }
  return found;
}

/** Where words begin and end: what lies between spaces. */
export function wordsOf({ letters }: Layer): readonly Stretch[] {
  const words: Stretch[] = [];
  let from: number | null = null;
  for (let at = 0; at <= letters.length; at += 1) {
    if (!isSpace(letters[at])) from ??= at;
    else if (from !== null) {
      words.push([from, at]);
      from = null;
    }
  }
  return words;
}

/** The word around a letter; the letter alone where it is a space. */
export function wordAt({ letters }: Layer, index: number): Stretch {
  let [start, end] = [index, index + 1];
  if (isSpace(letters[index])) return [start, end];
  while (start > 0 && !isSpace(letters[start - 1])) start -= 1;
  while (end < letters.length && !isSpace(letters[end])) end += 1;
  return [start, end];
}

/** Without the spaces at both ends. */
export function trimmed({ letters }: Layer, [start, end]: Stretch): Stretch {
  while (start < end && isSpace(letters[start])) start += 1;
  while (end > start && isSpace(letters[end - 1])) end -= 1;
  return [start, end];
}

/** Do two boxes stand in one line, however the page is turned? */
function inLine(one: LetterBox, next: LetterBox): boolean {
  const across = Math.min(one[2], next[2]) - Math.max(one[0], next[0]);
  const down = Math.min(one[3], next[3]) - Math.max(one[1], next[1]);
  const size = Math.max(one[3] - one[1], 1);
  const near = next[0] - one[2] < 3 * size && one[0] - next[2] < size;
  const level = down > 0.5 * Math.min(one[3] - one[1], next[3] - next[1]) && near;
  const upright = across > 0.8 * Math.max(one[2] - one[0], next[2] - next[0]);
  return level || (upright && down > -size);
}

/** What a stretch covers, a rectangle for each piece of a line. */
export function rectsOf({ boxes }: Layer, start: number, end: number): readonly Rect[] {
  const lines: [number, number, number, number][] = [];
  let last: LetterBox | null = null;
  for (const box of boxes.slice(start, end)) {
    const line = lines.at(-1);
    const flat = box[2] <= box[0] && box[3] <= box[1];
    if (flat) continue;
    if (line === undefined || last === null || !inLine(last, box)) lines.push([...box]);
    else {
      line[0] = Math.min(line[0], box[0]);
      line[1] = Math.min(line[1], box[1]);
      line[2] = Math.max(line[2], box[2]);
      line[3] = Math.max(line[3], box[3]);
    }
    last = box;
  }
  return lines
    .filter(([left, top, right, bottom]) => right > left && bottom > top)
    .map(([x, y, right, bottom]) => ({ x, y, width: right - x, height: bottom - y }));
}

/** What stands in a rectangle, line by line: letters whose middle lies in it. */
export function textIn({ letters, boxes }: Layer, rect: Rect): string {
  let text = "";
  let last: number | null = null;
  for (let at = 0; at < letters.length; at += 1) {
    const [left, top, right, bottom] = boxes[at]!;
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    if (letters[at] === "\n" || x < rect.x || x > rect.x + rect.width) continue;
    if (y < rect.y || y > rect.y + rect.height) continue;
    if (last !== null && at > last + 1) text += inLine(boxes[last]!, boxes[at]!) ? " " : "\n";
    text += letters[at];
    last = at;
  }
  return text
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
}
