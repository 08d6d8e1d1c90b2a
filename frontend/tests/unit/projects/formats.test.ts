import { expect, test } from "vitest";
import type { Schema } from "~/annotate/core/doc";
import { formatsFor, type Kind } from "~/features/projects/releases/formats";

const asks = (modality: Schema["modality"], ...kinds: Kind[]) =>
  ({ modality, labels: kinds.map((kind) => ({ kind, name: kind })) }) as unknown as Schema;
const ids = (schema: Schema | null) => formatsFor(schema).map((one) => one.id);

test("formats that keep everything come first", () => {
  expect(ids(asks("picture", "box")).slice(0, 2)).toEqual(["coco", "voc"]);
  expect(ids(asks("picture", "rotated_box"))[0]).toBe("yolo_obb");
  expect(ids(asks("text", "span"))[0]).toBe("label_studio");
});

test("formats of the other modality, and those that keep nothing, are not offered", () => {
  expect(ids(asks("text", "span"))).not.toContain("coco");
  expect(ids(asks("picture", "polyline"))).toEqual([
    ...["cvat", "csv", "parquet", "jsonl"],
    "template",
  ]);
  expect(ids(asks("text", "ranking"))).not.toContain("conll");
});

test("what has a clock or pages is offered its own formats", () => {
  expect(ids(asks("video", "box_track")).slice(0, 2)).toEqual(["cvat_video", "mot"]);
  expect(ids(asks("video", "polygon_track")).slice(-2)).toEqual(["mot", "template"]);
  expect(ids(asks("sound", "segment", "event"))[0]).toBe("textgrid");
  expect(ids(asks("sound", "segment"))).toEqual([
    ...["textgrid", "vtt", "csv", "parquet", "jsonl"],
    ...["srt", "dialect", "template"],
  ]);
  expect(ids(asks("series", "segment"))).not.toContain("vtt");
  expect(ids(asks("document", "page_box", "table"))[0]).toBe("coco");
});

test("utterances written twice have a format made for them, which is the first", () => {
  const utterances = asks("sound", "segment");
  const twice = utterances.labels.map((one) => ({
    ...one,
    texts: [{ name: "form" }, { name: "to" }],
  }));
  expect(ids({ ...utterances, labels: twice } as Schema)[0]).toBe("dialect");
});

test("what a format bends or leaves out is said", () => {
  const coco = formatsFor(asks("picture", "box", "rotated_box", "point")).find(
    (one) => one.id === "coco",
  );
  expect(coco).toEqual({ id: "coco", bends: ["rotated_box"], lacks: ["point"] });
});

test("before the schema is known all are offered", () => {
  expect(ids(null)).toHaveLength(24);
});
