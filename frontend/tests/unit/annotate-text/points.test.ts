import { describe, expect, it } from "vitest";
import {
  further,
  lengthOf,
  passageOf,
  slice,
  snapped,
  trimmed,
  unitsTo,
  whole,
  wordAt,
} from "~/annotate/text/points";

const FAMILY = "👨‍👩‍👧"; // one sign, five code points, eight units
const NFD = "한글".normalize("NFD"); // two signs, six code points

describe("places in a text", () => {
  it("count code points, whatever UTF-16 makes of them", () => {
    expect([lengthOf("서울"), lengthOf(FAMILY), lengthOf(NFD)]).toEqual([2, 5, 6]);
    expect(unitsTo(`${FAMILY}가`, 5)).toBe(8);
    expect(slice(`가${FAMILY}나`, 1, 6)).toBe(FAMILY);
    expect(slice(`가${FAMILY}나`, 6, 7)).toBe("나");
  });

  it("lie in paragraphs; a break counts one", () => {
    const { length, paragraphs } = passageOf("첫째 줄\n\n셋째");
    expect(length).toBe(8);
    expect(paragraphs.map((one) => [one.start, one.end])).toEqual([
      [0, 4],
      [5, 5],
      [6, 8],
    ]);
  });

  it("never split a character: a family of emoji, a syllable of jamo", () => {
    const text = passageOf(`${FAMILY}${NFD}`);
    expect(further(text, 0, "character", 1)).toBe(5);
    expect(further(text, 5, "character", 1)).toBe(8);
    expect(further(text, 11, "character", -1)).toBe(8);
    expect([whole(text, 3), whole(text, 3, "up"), whole(text, 9, "up")]).toEqual([0, 5, 11]);
  });

  it("move by words and sentences, over signs and breaks", () => {
    const text = passageOf("지난 14일, KTX는 섰다. 비가 왔다.\n끝");
    const stops = [0];
    while (stops.at(-1)! < text.length) stops.push(further(text, stops.at(-1)!, "word", 1));
    expect(stops.map((at, n) => slice(text.text, stops[n - 1] ?? 0, at).trim())).toEqual([
      "",
      "지난",
      "14일",
      ", KTX는",
      "섰다",
      ". 비가",
      "왔다",
      ".",
      "",
      "끝",
    ]);
    expect(slice(text.text, 0, further(text, 0, "sentence", 1)).trim()).toBe(
      "지난 14일, KTX는 섰다.",
    );
    expect(further(text, text.length, "word", -1)).toBe(text.length - 1);
  });

  it("know the word at a place, and snap to words where asked", () => {
    const text = passageOf("서울특별시 강남구에서");
    expect(wordAt(text, 2)).toEqual([0, 5]);
    expect(wordAt(text, 5)).toEqual([0, 5]);
    expect(snapped(text, 2, 8)).toEqual([0, 11]);
    expect(snapped(text, 5, 6)).toEqual([5, 6]);
    expect(trimmed(text, 5, 9)).toEqual([6, 9]);
  });
});
