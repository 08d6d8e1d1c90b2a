/**
 * Places in a text. The API counts code points, JavaScript counts UTF-16 units, and a person sees
 * characters (grapheme clusters: a syllable of three jamo, a family of emoji). Positions here are
 * code points of a part; only `unitsTo` and `pointsTo` speak of UTF-16.
 */

const ASTRAL = /[\ud800-\udbff]/;

/** How many code points a text has. */
export function lengthOf(text: string): number {
  if (!ASTRAL.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The UTF-16 unit at which code point `point` begins; the text's end for all beyond it. */
export function unitsTo(text: string, point: number): number {
  if (!ASTRAL.test(text)) return Math.min(point, text.length);
  let units = 0;
  for (const one of text) {
    if (point <= 0) break;
    point -= 1;
    units += one.length;
  }
  return units;
}

/** How many code points lie before UTF-16 unit `units`. */
export const pointsTo = (text: string, units: number): number => lengthOf(text.slice(0, units));

/** The text between two code points. */
export const slice = (text: string, start: number, end: number): string =>
  text.slice(unitsTo(text, start), unitsTo(text, end));

/** A paragraph of a part: its text without the line break, and where it lies. */
export type Paragraph = { text: string; start: number; end: number };
/** A part's text, in paragraphs. `length` in code points. */
export type Passage = { text: string; length: number; paragraphs: readonly Paragraph[] };

const known = new Map<string, Passage>();
const KEPT = 50;

/** The paragraphs of a text; the last few texts are remembered. */
export function passageOf(text: string): Passage {
  const had = known.get(text);
  if (had !== undefined) return had;
  const paragraphs: Paragraph[] = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const length = lengthOf(line);
    paragraphs.push({ text: line, start: at, end: at + length });
    at += length + 1;
  }
  const made = { text, length: at - 1, paragraphs };
  if (known.size >= KEPT) known.delete(known.keys().next().value as string);
  known.set(text, made);
  return made;
}

/** The index of the paragraph in which a place lies. */
export function paragraphAt({ paragraphs }: Passage, point: number): number {
  let low = 0;
  let high = paragraphs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (paragraphs[middle]!.start <= point) low = middle;
    else high = middle - 1;
  }
  return low;
}

export type Unit = "character" | "word" | "sentence";
const GRANULARITY = { character: "grapheme", word: "word", sentence: "sentence" } as const;
const segmenters = new Map<Unit, Intl.Segmenter>();

function segmenter(unit: Unit): Intl.Segmenter {
  const had = segmenters.get(unit);
  if (had !== undefined) return had;
  const made = new Intl.Segmenter("ko", { granularity: GRANULARITY[unit] });
  segmenters.set(unit, made);
  return made;
}

/** Unicode parts numbers and Latin letters from Hangul; in Korean "14일" and "KTX는" are one word. */
const GLUED = /^(?:[0-9A-Za-z]\p{Script=Hangul}|\p{Script=Hangul}[0-9A-Za-z])$/u;

/** Where units begin and end in a paragraph; `word`: it holds letters or digits. */
type Piece = { start: number; end: number; word: boolean };
const cut = new Map<Unit, WeakMap<Paragraph, readonly Piece[]>>();

function piecesOf(paragraph: Paragraph, unit: Unit): readonly Piece[] {
  const of = cut.get(unit) ?? new WeakMap<Paragraph, readonly Piece[]>();
  cut.set(unit, of);
  const had = of.get(paragraph);
  if (had !== undefined) return had;
  let at = paragraph.start;
  let before = "";
  const made: Piece[] = [];
  for (const { segment, isWordLike } of segmenter(unit).segment(paragraph.text)) {
    const start = at;
    at += lengthOf(segment);
    const last = made.at(-1);
    if (unit === "word" && last !== undefined && GLUED.test(before.slice(-1) + segment[0]))
      last.end = at;
    else made.push({ start, end: at, word: isWordLike ?? segment.trim() !== "" });
    before = segment;
  }
  of.set(paragraph, made);
  return made;
}

/** The place one unit further (or back), as an editor's cursor goes; paragraph breaks count one. */
export function further(passage: Passage, point: number, unit: Unit, way: 1 | -1): number {
  const at = paragraphAt(passage, point);
  const here = passage.paragraphs[at]!;
  if (way > 0 && point >= here.end) return Math.min(passage.length, here.end + 1);
  if (way < 0 && point <= here.start) return Math.max(0, here.start - 1);
  const pieces = piecesOf(here, unit);
  // Between words lie spaces and signs: a step ends at the end of a word, or begins one.
  const stops = unit === "word" ? pieces.filter((piece) => piece.word) : pieces;
  if (way > 0) return stops.find((piece) => piece.end > point)?.end ?? here.end;
  return stops.findLast((piece) => piece.start < point)?.start ?? here.start;
}

/** The word (or the sign) in which a place lies; between two, the one behind it. */
export function wordAt(passage: Passage, point: number): readonly [start: number, end: number] {
  const here = passage.paragraphs[paragraphAt(passage, point)]!;
  const pieces = piecesOf(here, "word");
  const on = pieces.find((piece) => piece.start <= point && point < piece.end);
  if (on?.word === true) return [on.start, on.end];
  const before = pieces.find((piece) => piece.end === point && piece.word);
  const one = before ?? on;
  return one === undefined ? [point, point] : [one.start, one.end];
}

/** The nearest place that splits no character. */
export function whole(passage: Passage, point: number, way: "down" | "up" = "down"): number {
  const at = Math.max(0, Math.min(passage.length, point));
  const here = passage.paragraphs[paragraphAt(passage, at)]!;
  const inside = piecesOf(here, "character").find((one) => one.start < at && at < one.end);
  return inside === undefined ? at : way === "down" ? inside.start : inside.end;
}

/** A range that ends where words do, without spaces at its ends. */
export function snapped(
  passage: Passage,
  start: number,
  end: number,
): readonly [start: number, end: number] {
  const [from, to] = trimmed(passage, start, end);
  if (from === to) return [from, to];
  return [wordFrom(passage, from), wordTo(passage, to)];
}

const wordFrom = (passage: Passage, point: number): number => {
  const here = passage.paragraphs[paragraphAt(passage, point)]!;
  const on = piecesOf(here, "word").find((one) => one.start < point && point < one.end);
  return on?.word === true ? on.start : point;
};
const wordTo = (passage: Passage, point: number): number => {
  const here = passage.paragraphs[paragraphAt(passage, point)]!;
  const on = piecesOf(here, "word").find((one) => one.start < point && point < one.end);
  return on?.word === true ? on.end : point;
};

/** A range without the white space at its ends; as it is where nothing else is in it. */
export function trimmed(
  passage: Passage,
  start: number,
  end: number,
): readonly [start: number, end: number] {
  const text = slice(passage.text, start, end);
  if (text.trim() === "") return [start, end];
  return [
    start + lengthOf(text.slice(0, text.length - text.trimStart().length)),
    end - lengthOf(text.slice(text.trimEnd().length)),
  ];
}
