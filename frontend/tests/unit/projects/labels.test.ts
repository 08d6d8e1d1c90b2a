import { describe, expect, it } from "vitest";
import type { Schema } from "~/annotate/core/doc";
import {
  blank,
  draftOf,
  faultsOf,
  freshShapes,
  moved,
  schemaOf,
} from "~/features/projects/design/labels/model";

const STORED: Schema = {
  modality: "picture",
  labels: [
    {
      kind: "box",
      name: "cells",
      ko: "세포",
      en: undefined,
      classes: [{ id: "RBC", ko: "적혈구", en: undefined, colour: "#cc0000" }],
      min: 1,
      max: 3,
    },
    {
      kind: "polygon",
      name: "areas",
      ko: undefined,
      en: "Areas",
      classes: [{ id: "clump", ko: "덩어리", en: "Clump", colour: undefined }],
      min: 0,
    },
    {
      kind: "class",
      name: "focus",
      ko: "초점",
      en: undefined,
      classes: [{ id: "good", ko: "좋음", en: undefined, colour: undefined }],
      many: false,
      required: true,
    },
  ],
};

describe("a label schema while it is written", () => {
  it("comes back as it was stored, whatever kinds it has", () => {
    expect(schemaOf(draftOf(STORED))).toEqual(STORED);
  });

  it("leaves out what nobody has filled in", () => {
    const draft = blank();
    draft.labels.push(freshShapes("polygon"));
    expect(schemaOf(draft).labels).toEqual([]);
    expect([...faultsOf(draft).values()]).toEqual(["nothing"]);
  });

  it("stores outlines under a name of their own", () => {
    const draft = { labels: [freshShapes("box"), freshShapes("polygon")] };
    for (const label of draft.labels) label.classes[0]!.ko = "지붕";
    const names = schemaOf(draft).labels.map((label) => [label.kind, label.name]);
    expect(names).toEqual([
      ["box", "objects"],
      ["polygon", "outlines"],
    ]);
  });

  it("says where a range or a class is wrong", () => {
    const draft = draftOf(STORED);
    const [boxes, outlines] = draft.labels;
    if (boxes?.kind !== "box" || outlines === undefined) throw new Error("as stored");
    boxes.min = 9;
    outlines.classes.push({ ...outlines.classes[0]!, key: "second" });
    const faults = faultsOf(draft);
    expect(faults.get(boxes.key)).toBe("range");
    expect(faults.get("second")).toBe("twice");
  });

  it("moves a row a step, and not past the end", () => {
    expect(moved([1, 2, 3], 0, 1)).toEqual([2, 1, 3]);
    expect(moved([1, 2, 3], 2, 1)).toEqual([1, 2, 3]);
  });
});
