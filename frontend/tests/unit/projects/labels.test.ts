import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { choicesOf } from "~/annotate/core/choices";
import { MODALITIES, type Schema } from "~/annotate/core/doc";
import { changesOf } from "~/features/projects/design/labels/changes";
import { faultsOf, keyAt } from "~/features/projects/design/labels/faults";
import { lineOf } from "~/features/projects/design/labels/json/places";
import { readText } from "~/features/projects/design/labels/json/read";
import { pretty } from "~/features/projects/design/labels/json/write";
import { kindsOf } from "~/features/projects/design/labels/kinds/facts";
import {
  blank,
  copyOf,
  freshAttribute,
  freshClass,
  freshLabel,
  freshLine,
  freshSpeaker,
  freshSpecial,
  inModality,
  moved,
  type SchemaDraft,
  together,
  withoutLabel,
} from "~/features/projects/design/labels/model";
import { numbersOf } from "~/features/projects/design/labels/numbers";
import { stillOf } from "~/features/projects/design/labels/preview/still";
import { draftOf, schemaOf } from "~/features/projects/design/labels/schema";
import {
  joined,
  nudged,
  withJoint,
  withJoints,
} from "~/features/projects/design/labels/skeleton/acts";
import { placed } from "~/features/projects/design/labels/skeleton/layout";

const READY = new URL("../../../../app/gallery/ready/", import.meta.url);
const ready = (name: string): Schema =>
  JSON.parse(readFileSync(new URL(name, READY), "utf8")).definition as Schema;

const STORED: Schema = {
  modality: "picture",
  labels: [
    {
      kind: "box",
      name: "cells",
      ko: "세포",
      classes: [
        { id: "RBC", ko: "적혈구", colour: "#cc0000", min: 1 },
        { id: "WBC", ko: "백혈구" },
      ],
      min: 1,
      max: 3,
      attributes: [
        {
          name: "stained",
          kind: "choice",
          options: [{ id: "well", ko: "잘됨" }, { id: "badly" }],
          required: true,
          classes: ["WBC"],
        },
        {
          name: "why",
          kind: "text",
          max_length: 50,
          required: false,
          when: { attribute: "stained", in: ["badly"] },
        },
      ],
    },
    { kind: "polygon", name: "areas", en: "Areas", classes: [{ id: "clump" }], min: 0 },
    {
      kind: "relation",
      name: "in",
      classes: [{ id: "inside" }],
      from: ["cells"],
      to: ["areas"],
      directed: true,
    },
  ],
};

/** What stays of a schema where defaults and places on a board are not said. */
const bare = (schema: Schema): unknown =>
  JSON.parse(
    JSON.stringify(schema, (key, value) =>
      (key === "required" && value === false) || key === "x" || key === "y" ? undefined : value,
    ),
  );

const cells = (draft: SchemaDraft) => draft.labels[0]!;

describe("a label schema while it is written", () => {
  it("comes back as it was stored", () => {
    expect(schemaOf(draftOf(STORED))).toEqual(STORED);
  });

  it.each(readdirSync(READY))("brings %s back", (name) => {
    expect(bare(schemaOf(draftOf(ready(name))))).toEqual(bare(ready(name)));
  });

  it("says nothing of what nobody has filled in", () => {
    expect(schemaOf(blank()).labels).toEqual([]);
    expect([...faultsOf(blank()).entries()]).toEqual([["all", "nothing"]]);
  });

  it("stores new questions under names of their own", () => {
    const draft = {
      ...blank(),
      labels: [freshLabel("box"), freshLabel("box"), freshLabel("mask")],
    };
    for (const label of draft.labels) label.classes[0]!.ko = "지붕";
    expect(schemaOf(draft).labels.map((label) => label.name)).toEqual([
      "objects",
      "objects_2",
      "masks",
    ]);
  });

  it("follows a name that changes wherever it is referred to", () => {
    const draft = draftOf(ready("relation-extraction.json"));
    const fresh = {
      ...draft,
      labels: draft.labels.map((one) => ({ ...one, id: "", fixed: false })),
    };
    fresh.labels[0]!.en = "Things";
    const relation = schemaOf(fresh).labels[1]!;
    expect(relation.kind === "relation" && relation.from).toEqual(["Things"]);
  });

  it("forgets a question wherever it was referred to", () => {
    const draft = draftOf(STORED);
    const left = schemaOf(withoutLabel(draft, cells(draft).key));
    expect(left.labels.map((label) => label.name)).toEqual(["areas", "in"]);
    expect(left.labels[1]).not.toHaveProperty("from");
  });

  it("keeps in another modality what that can ask, too", () => {
    const text = inModality(draftOf(ready("crop-disease.json")), "text");
    expect(schemaOf(text).labels.map((label) => label.kind)).toEqual(["class", "rating"]);
    expect(inModality(draftOf(ready("crowd-points.json")), "text").labels).toHaveLength(1);
  });

  it("adds one schema to another without two of one name", () => {
    const draft = draftOf(STORED);
    const names = schemaOf(together(draft, draftOf(STORED))).labels.map((label) => label.name);
    expect(new Set(names).size).toBe(6);
    expect(schemaOf(together(blank(), draftOf(STORED)))).toEqual(STORED);
  });

  it("duplicates a question with all that its rows say of one another", () => {
    const draft = draftOf(STORED);
    const again = copyOf(cells(draft));
    const [first, second] = schemaOf({ ...draft, labels: [cells(draft), again] }).labels as [
      Schema["labels"][0],
      Schema["labels"][0],
    ];
    expect(second).toEqual({ ...first, name: "세포" });
    expect(again.key).not.toBe(cells(draft).key);
  });

  it("moves a row a step, and not past the end", () => {
    expect(moved([1, 2, 3], 0, 1)).toEqual([2, 1, 3]);
    expect(moved([1, 2, 3], 2, 1)).toEqual([1, 2, 3]);
  });
});

describe("what has to be mended", () => {
  it("is said of the row that it is about", () => {
    const draft = draftOf(STORED);
    const label = cells(draft);
    label.settings.min = 9;
    label.classes.push({ ...label.classes[0]!, key: "second" });
    label.attributes.push({ ...freshAttribute("many"), key: "hues", ko: "색" });
    const faults = faultsOf(draft);
    expect(faults.get(label.key)).toBe("range");
    expect(faults.get("second")).toBe("twice");
    expect(faults.get("hues")).toBe("no_options");
  });

  it("is said of a question that asks nothing, and of a skeleton without points", () => {
    const draft = draftOf(STORED);
    const [asks, bones] = [freshLabel("rating"), freshLabel("keypoints")];
    bones.classes[0]!.ko = "사람";
    const faults = faultsOf({ ...draft, labels: [...draft.labels, asks, bones] });
    expect(faults.get(asks.key)).toBe("question");
    expect(faults.get(bones.key)).toBe("no_points");
  });

  it("is found by the server's path, the kind's name in it or not", () => {
    const draft = draftOf(STORED);
    const label = cells(draft);
    expect(keyAt(draft, "labels.0.box.classes.1.id")).toBe(label.classes[1]!.key);
    expect(keyAt(draft, "labels.0.box.attributes.1.max_length")).toBe(label.attributes[1]!.key);
    expect(keyAt(draft, "labels.1.polygon.min")).toBe(draft.labels[1]!.key);
    expect(keyAt(draft, "modality")).toBe("all");
  });
});

describe("a schema as JSON", () => {
  it("is read as it was written", () => {
    const read = readText(pretty(STORED));
    expect("schema" in read && read.schema).toEqual(STORED);
  });

  it("says on which line it is none", () => {
    const text = pretty(STORED).replace('"min": 0', '"min": 0,,');
    const read = readText(text);
    const line = text.split("\n").findIndex((one) => one.includes(",,")) + 1;
    expect(read).toMatchObject({ code: "syntax", line });
    expect(readText('{"modality": "smell", "labels": []}')).toMatchObject({ code: "not_schema" });
    expect(readText('{"modality": "text", "labels": [{"kind": "span"}]}')).toMatchObject({
      code: "not_schema",
    });
  });

  it("finds the line of a path", () => {
    const text = pretty(STORED);
    const line = (words: string) => text.split("\n").findIndex((one) => one.includes(words)) + 1;
    expect(lineOf(text, "labels.0.box.classes.1.id")).toBe(line('"WBC", "ko"'));
    expect(lineOf(text, "labels.0.box.attributes.1.max_length")).toBe(line('"max_length"'));
    expect(lineOf(text, "labels.2.relation.from")).toBe(line('"from"'));
    expect(lineOf(text, "")).toBe(1);
  });
});

describe("a skeleton", () => {
  const three = withJoint(withJoint(withJoint({ points: [], edges: [] })), { x: 2, y: 0.5 });
  const [a, b, c] = three.points.map((one) => one.key) as [string, string, string];

  it("gets points in free places, within the board", () => {
    const [first, second, third] = three.points;
    expect(first!.x === second!.x && first!.y === second!.y).toBe(false);
    expect(third!.x).toBe(1);
  });

  it("joins two points, and parts them again", () => {
    const once = joined(joined(three, a, b), b, c);
    expect(once.edges).toHaveLength(2);
    expect(joined(once, b, a).edges).toEqual([[b, c]]);
    expect(withJoints(once, once.points.slice(0, 2)).edges).toEqual([[a, b]]);
  });

  it("moves a point by the arrows", () => {
    const before = three.points[0]!;
    const after = nudged(three, a, "ArrowRight", true)!.points[0]!;
    expect(after.x - before.x).toBeCloseTo(0.05);
    expect(nudged(three, a, "KeyA", false)).toBeNull();
  });

  it("is laid out by its edges where nobody has placed it", () => {
    const spots = placed(
      [{}, {}, {}, {}],
      [
        [0, 1],
        [1, 2],
        [2, 3],
      ],
    );
    const far = (one: number, other: number) =>
      Math.hypot(spots[one]!.x - spots[other]!.x, spots[one]!.y - spots[other]!.y);
    expect(far(0, 3)).toBeGreaterThan(far(0, 1));
    for (const spot of spots)
      expect(Math.min(spot.x, spot.y, 1 - spot.x, 1 - spot.y)).toBeGreaterThan(0);
    expect(placed([{ x: 0.2, y: 0.3 }], [])).toEqual([{ x: 0.2, y: 0.3 }]);
  });
});

describe("what changes from one version to the next", () => {
  const changed = (change: (schema: Schema) => void) => {
    const after = structuredClone(STORED);
    change(after);
    return changesOf(STORED, after, "ko").map((one) => [one.how, one.what, one.name, one.fits]);
  };
  type Loose = { labels: Record<string, ReturnType<typeof JSON.parse>>[] };
  const at = (schema: Schema, n: number) => (schema as unknown as Loose).labels[n]!;

  it("is nothing where only defaults are said", () => {
    expect(
      changed((one) => {
        at(one, 2).min = 0;
      }),
    ).toEqual([]);
    expect(
      changed((one) => {
        at(one, 1).max = 10_000;
      }),
    ).toEqual([]);
  });

  it("is told to fit where answers are asked less of, and not where more", () => {
    expect(
      changed((one) => {
        at(one, 0).min = 0;
      }),
    ).toEqual([["changed", "setting", "min", true]]);
    expect(
      changed((one) => {
        at(one, 0).max = 2;
      }),
    ).toEqual([["changed", "setting", "max", false]]);
    expect(
      changed((one) => {
        at(one, 2).to = null;
      }),
    ).toEqual([["changed", "setting", "to", true]]);
  });

  it("names classes, attributes and their options", () => {
    expect(changed((one) => at(one, 0).classes.push({ id: "PLT", ko: "혈소판" }))).toEqual([
      ["added", "class", "혈소판", true],
    ]);
    expect(changed((one) => at(one, 1).classes.pop())).toEqual([
      ["removed", "class", "clump", false],
    ]);
    expect(changed((one) => at(one, 0).attributes.pop())).toEqual([
      ["removed", "attribute", "why", false],
    ]);
    expect(
      changed((one) => {
        at(one, 0).attributes[0].options[0].ko = "좋음";
      }),
    ).toEqual([["changed", "name", "잘됨", true]]);
    expect(
      changed((one) => {
        at(one, 0).attributes[1].required = true;
      }),
    ).toEqual([["changed", "setting", "why\nrequired", false]]);
  });

  it("knows that a question which must be answered is lacking in every old answer", () => {
    const ask = { kind: "rating", name: "sharp", ko: "선명함" };
    expect(changed((one) => at(one, 0) && (one as unknown as Loose).labels.push(ask))).toEqual([
      ["added", "label", "선명함", false],
    ]);
    expect(
      changed((one) => (one as unknown as Loose).labels.push({ ...ask, required: false })),
    ).toEqual([["added", "label", "선명함", true]]);
  });
});

describe("numbers beside classes", () => {
  const written = (kind: Parameters<typeof freshLabel>[0], ...names: string[]) => ({
    ...freshLabel(kind),
    classes: names.map((ko) => ({ ...freshClass(), ko })),
  });
  const keysOf = (draft: SchemaDraft) => {
    const numbers = numbersOf(draft);
    return draft.labels.map((label) => label.classes.map(({ key }) => numbers.get(key)?.key));
  };

  it("are those of the picture editor, whatever is not written yet", () => {
    const draft: SchemaDraft = {
      modality: "picture",
      labels: [
        freshLabel("box"),
        written("class", "맑음", "흐림"),
        written("relation", "닿음"),
        written("polygon", "집", "", "길"),
      ],
    };
    expect(keysOf(draft)).toEqual([[null], [4, 5], [3], [1, null, 2]]);
    const editor = choicesOf(schemaOf(draft)).map((one) => [one.class.ko, one.key]);
    expect(editor).toEqual([
      ["집", 1],
      ["길", 2],
      ["닿음", 3],
      ["맑음", 4],
      ["흐림", 5],
    ]);
  });

  it("count through the marks of a text, and in each other question anew; a tree has none", () => {
    const tree = written("class", "뉴스", "운동");
    tree.classes[1]!.parent = tree.classes[0]!.key;
    const draft: SchemaDraft = {
      modality: "text",
      labels: [
        written("span", "사람", "곳"),
        written("class", "좋음", "나쁨"),
        written("span", "때"),
        tree,
      ],
    };
    expect(keysOf(draft)).toEqual([[1, 2], [1, 2], [3], [null, null]]);
  });

  it("end with nine", () => {
    const many = written("box", ..."가나다라마바사아자차");
    expect(keysOf({ modality: "picture", labels: [many] })[0]?.slice(7)).toEqual([8, 9, null]);
  });
});

describe("questions of what has a clock or pages", () => {
  /** A transcription that was written by hand: two speakers, two lines, a special mark. */
  const written = (): SchemaDraft => {
    const label = freshLabel("segment", "sound");
    label.ko = "발화";
    label.classes[0]!.en = "speech";
    label.speakers = ["화자 1", "화자 2"].map((ko) => ({ ...freshSpeaker(), ko }));
    label.lines = [
      {
        ...freshLine(),
        en: "dialect",
        language: "ko",
        marks: [{ ...freshSpecial(), text: "(웃음)" }, freshSpecial()],
      },
      { ...freshLine(), en: "standard", required: false, maxLength: 300 },
    ];
    label.settings = { overlap: "speakers", least: 200 };
    return { modality: "sound", labels: [label] };
  };

  it("begin with what is asked most, and offer only what can be asked of them", () => {
    const first = Object.fromEntries(MODALITIES.map((one) => [one, blank(one).labels[0]!.kind]));
    expect(first).toEqual({
      ...{ picture: "box", text: "class", sound: "segment", video: "box_track" },
      ...{ document: "page_box", series: "segment", prompt: "recording" },
    });
    expect(kindsOf("sound")).toEqual([
      "segment",
      "event",
      "class",
      "rating",
      "writing",
      "relation",
    ]);
    expect(kindsOf("document")).toContain("span");
    expect(kindsOf("text")).not.toContain("order");
    for (const modality of MODALITIES)
      expect(blank(modality).labels.every(({ kind }) => kindsOf(modality).includes(kind))).toBe(
        true,
      );
  });

  it("send speakers, lines and special marks under names made of what was written", () => {
    const [label] = schemaOf(written()).labels;
    expect(label).toEqual({
      ...{ kind: "segment", name: "발화", ko: "발화", overlap: "speakers", least: 200 },
      classes: [{ id: "speech", en: "speech" }],
      speakers: [
        { id: "화자_1", ko: "화자 1" },
        { id: "화자_2", ko: "화자 2" },
      ],
      texts: [
        {
          ...{ name: "dialect", en: "dialect", language: "ko" },
          marks: [{ id: "(웃음)", text: "(웃음)" }],
        },
        { name: "standard", en: "standard", required: false, max_length: 300 },
      ],
    });
  });

  it("have events a quarter of a second apart by frames in videos", () => {
    expect(freshLabel("event", "video").settings.tolerance).toBe(8);
    expect(freshLabel("event", "sound").settings.tolerance).toBeUndefined();
  });

  it("say what is missing: speakers that may not overlap, a line's name, a mark's text", () => {
    const draft = written();
    const label = draft.labels[0]!;
    expect([...faultsOf(draft)]).toEqual([]);
    label.lines[0]!.marks[1]!.ko = "기침";
    label.lines.push(freshLine());
    label.speakers[1]!.ko = "화자 1";
    const faults = faultsOf(draft);
    expect(faults.get(label.lines[0]!.marks[1]!.key)).toBe("no_text");
    expect(faults.get(label.lines[2]!.key)).toBe("unnamed");
    expect(faults.get(label.speakers[1]!.key)).toBe("twice");
    label.speakers = [];
    expect(faultsOf(draft).get(label.key)).toBe("no_speakers");
  });

  it("show the server's own words at the speaker or line that they are about", () => {
    const draft = written();
    const label = draft.labels[0]!;
    expect(keyAt(draft, "labels.0.segment.speakers.1.id")).toBe(label.speakers[1]!.key);
    expect(keyAt(draft, "labels.0.segment.texts.1.max_length")).toBe(label.lines[1]!.key);
  });

  it("are copied with rows of their own", () => {
    const label = written().labels[0]!;
    const copy = copyOf(label);
    const keys = ({ speakers, lines }: typeof label) =>
      [...speakers, ...lines, ...lines.flatMap((one) => one.marks)].map((one) => one.key);
    expect(keys(copy)).toHaveLength(keys(label).length);
    expect(keys(copy).filter((key) => keys(label).includes(key))).toEqual([]);
  });

  it("say shares and sizes of takes as the builder's form does", () => {
    const asked = (limits: object): Schema => ({
      modality: "prompt",
      labels: [{ kind: "recording", name: "speech", ko: "소리", en: "Speech", ...limits }],
    });
    const before = asked({ max_silence: 0.6, max_clipped: 0.001, rate: 16_000 });
    const after = asked({ max_silence: 0.7, max_clipped: 0.0025, rate: 48_000 });
    expect(changesOf(before, after, "ko").map(({ name, from, to }) => [name, from, to])).toEqual([
      ["max_silence", "60%", "70%"],
      ["max_clipped", "0.1%", "0.25%"],
      ["rate", "16 kHz", "48 kHz"],
    ]);
  });

  it("tell whether old answers fit what changes in segments", () => {
    const before = schemaOf(written());
    const changed = (change: (label: SchemaDraft["labels"][number]) => void) => {
      const draft = written();
      change(draft.labels[0]!);
      return changesOf(before, schemaOf(draft), "ko").map(({ how, what, name, fits }) => [
        ...[how, what, name, fits],
      ]);
    };
    expect(
      changed((one) => {
        one.settings.overlap = "any";
      }),
    ).toEqual([["changed", "setting", "overlap", true]]);
    expect(
      changed((one) => {
        one.settings.cover = true;
      }),
    ).toEqual([["changed", "setting", "cover", false]]);
    expect(
      changed((one) => {
        one.settings.step = 30_000;
      }),
    ).toEqual([["changed", "setting", "step", false]]);
    expect(changed((one) => void one.speakers.pop())).toEqual([
      ["removed", "speaker", "화자 2", false],
    ]);
    expect(changed((one) => void one.lines.push({ ...freshLine(), en: "gloss" }))).toEqual([
      ["added", "line", "gloss", false],
    ]);
    expect(
      changed((one) => {
        one.lines[1]!.required = true;
      }),
    ).toEqual([["changed", "setting", "standard\nrequired", false]]);
    expect(changed((one) => void one.lines[0]!.marks.splice(0))).toEqual([
      ["removed", "special", "(웃음)", true],
    ]);
  });

  it("forget what was to be put in order once it is gone", () => {
    const draft = draftOf(ready("pdf-layout.json"));
    const order = draft.labels.find(({ kind }) => kind === "order")!;
    order.settings.of = [draft.labels[0]!.key];
    expect(schemaOf(draft).labels[2]).toMatchObject({ of: ["parts"] });
    expect(schemaOf(withoutLabel(draft, draft.labels[0]!.key)).labels[1]).not.toHaveProperty("of");
  });

  it("are drawn before there is data, each of them, as the ready one or by themselves", () => {
    const names = readdirSync(READY).filter(
      (name) => !/picture|text|prompt/.test(ready(name).modality),
    );
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      const schema = ready(name);
      const { facts, annotations } = stillOf(schema, []);
      expect(facts?.modality).toBe(schema.modality);
      const drawn = new Set(annotations.map((one) => one.name));
      const asked = schema.labels.filter(({ kind }) => kind !== "rating" && kind !== "writing");
      expect(asked.map((label) => label.name).filter((one) => !drawn.has(one))).toEqual([]);
    }
    const given = JSON.parse(readFileSync(new URL("receipts.json", READY), "utf8"));
    expect(stillOf(ready("receipts.json"), [given])).toEqual(given.example);
  });
});
