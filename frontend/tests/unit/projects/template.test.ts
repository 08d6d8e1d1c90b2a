import { expect, test } from "vitest";
import {
  fieldOf,
  linesOf,
  listsOf,
  readValue,
  tidy,
  typed,
  type Value,
  wordsOf,
} from "~/features/projects/releases/template/model";

test.each<Value>(["한빛", "", "7", "true", "null", '"', 7, 0.5, true, [1, "a"]])(
  "%j is typed and read as itself",
  (value) => expect(readValue(typed(value))).toEqual(value),
);

test("words are read line by line", () => {
  expect(wordsOf("female = 여성\n male=남성 \n\n= x\nnone")).toEqual({
    female: "여성",
    male: "남성",
  });
  expect(wordsOf(linesOf({ a: "1", b: 2, c: "x=y" }))).toEqual({ a: "1", b: 2, c: "x=y" });
});

test("a field with a name of one's own is known by its beginning", () => {
  const names = ["item.name", "item.meta.*"];
  expect(fieldOf("item.name", names)).toEqual({ name: "item.name", own: "" });
  expect(fieldOf("item.meta.camera.lens", names)).toEqual({
    name: "item.meta.*",
    own: "camera.lens",
  });
});

test("lists follow the rows that speak of them", () => {
  const rows = [{ to: "a[].x" }, { to: "a[].y" }, { to: "b.c[]" }, { to: "d" }];
  expect(listsOf(rows, [{ at: "a", kinds: ["box"] }, { at: "gone" }])).toEqual([
    { at: "a", kinds: ["box"] },
    { at: "b.c" },
  ]);
});

test("a row says no more than it has to", () => {
  expect(tidy({ to: " a ", from: "item.name", value: 3, words: {}, default: null })).toEqual({
    to: "a",
    from: "item.name",
  });
  expect(tidy({ to: "a", value: "x", optional: false })).toEqual({ to: "a", value: "x" });
  expect(tidy({ to: "a", from: "item.name", optional: true, default: "x" })).toEqual({
    to: "a",
    from: "item.name",
    optional: true,
  });
});
