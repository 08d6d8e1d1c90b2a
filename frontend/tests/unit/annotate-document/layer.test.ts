import { expect, test } from "vitest";
import {
  type Layer,
  letterAt,
  readLayer,
  rectsOf,
  textIn,
  textOf,
  trimmed,
  wordAt,
  wordsOf,
} from "~/annotate/document/layer";

/** Letters of 10 by 20, lines 30 apart; an end of a line has no width. */
function layerOf(text: string): Layer {
  let [x, y] = [0, 0];
  const boxes = [...text].map((letter) => {
    if (letter === "\n") {
      const end = [x, y, x, y + 20];
      [x, y] = [0, y + 30];
      return end;
    }
    x += 10;
    return [x - 10, y, x, y + 20];
  });
  return readLayer({ text, boxes });
}

const layer = layerOf("합계 👍 원\n부가 세");

test("places are code points", () => {
  expect(layer.letters).toHaveLength(11);
  expect(textOf(layer, 3, 4)).toBe("👍");
});

test("a stretch over two lines has a rectangle for each", () => {
  expect(rectsOf(layer, 3, 9)).toEqual([
    { x: 30, y: 0, width: 30, height: 20 },
    { x: 0, y: 30, width: 20, height: 20 },
  ]);
  expect(rectsOf(layer, 6, 7)).toEqual([]);
});

test("words lie between spaces, and around a letter", () => {
  expect(wordsOf(layer).map(([start, end]) => textOf(layer, start, end))).toEqual([
    "합계",
    "👍",
    "원",
    "부가",
    "세",
  ]);
  expect(wordAt(layer, 1)).toEqual([0, 2]);
  expect(trimmed(layer, [2, 7])).toEqual([3, 6]);
});

test("the nearest letter within reach", () => {
  expect(letterAt(layer, [5, 10], 0)).toBe(0);
  expect(letterAt(layer, [5, 25], 6)).not.toBeNull();
  expect(letterAt(layer, [200, 10], 6)).toBeNull();
  // Never an end of a line.
  expect(letterAt(layer, [60, 10], 10)).toBe(5);
});

test("a box reads what lies in it, line by line", () => {
  expect(textIn(layer, { x: 0, y: 0, width: 100, height: 100 })).toBe("합계 👍 원\n부가 세");
  expect(textIn(layer, { x: 0, y: 0, width: 22, height: 60 })).toBe("합계\n부가");
  expect(textIn(layer, { x: 300, y: 0, width: 22, height: 60 })).toBe("");
});
