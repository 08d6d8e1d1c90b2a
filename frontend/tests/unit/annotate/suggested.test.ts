import { describe, expect, it } from "vitest";
import type { Annotation, Answer, Mark, Relation } from "~/annotate/core/doc";
import { loadChecks } from "~/annotate/core/validity";
import { createEditor, type Editor } from "~/annotate/image/acts";
import type { Editing, Source } from "~/annotate/kit";
import { copyInto } from "~/annotate/suggested/copy";
import { KEYS as OWN } from "~/annotate/suggested/keys";
import { fitting, join } from "~/annotate/suggested/rules";
import { createSuggestions } from "~/annotate/suggested/suggestions";
import { TEXT_ACTS } from "~/annotate/text/handlers";
import { answer, box, KEYS, PICTURE, SCHEMA } from "./kit";

await loadChecks(["relation"]);

const TIES = {
  modality: "picture" as const,
  labels: [
    ...SCHEMA.labels,
    { kind: "relation" as const, name: "ties", classes: [{ id: "touches" }] },
  ],
};
const tie = (id: string, from: string, to: string): Relation => ({
  kind: "relation",
  id,
  name: "ties",
  class: "touches",
  from,
  to,
});
const stain = (id: string, of: string): Annotation => ({
  kind: "class",
  id,
  name: "stain",
  classes: [of],
});

function begun(suggested: Answer, draft: Answer | null = null, schema: unknown = SCHEMA) {
  const editor = createEditor(schema, PICTURE, draft);
  const suggestions = createSuggestions(editor as unknown as Editing, suggested);
  const open = () => suggestions.state.get().open.map((one) => one.id);
  const has = () => editor.answer().annotations.map((one) => one.id);
  return { editor, suggestions, open, has };
}

describe("what is suggested", () => {
  it("leaves out what does not fit the schema or the picture by itself", () => {
    const other = { ...box("wrong", 0, 0), class: "platelet" };
    const mine = { ...box("nobody", 0, 0), name: "nuclei" } as Mark;
    const { open } = begun(
      answer(box("in", 1, 1), box("out", 630, 1), other, mine, box("in", 90, 90)),
    );
    expect(open()).toEqual(["in"]);
  });

  it("leaves out a relation whose end does not fit", () => {
    const all = answer(tie("t", "a", "b"), box("a", 1, 1), box("b", 900, 1));
    const { open, suggestions } = begun(all, null, TIES);
    expect(open()).toEqual(["a"]);
    expect(suggestions.state.get().along).toEqual([]);
  });

  it("leaves out what a draft has", () => {
    const { open } = begun(answer(box("a", 1, 1), box("b", 50, 1)), answer(box("a", 5, 5)));
    expect(open()).toEqual(["b"]);
  });

  it("is no part of the answer", () => {
    const { has, editor } = begun(answer(box("a", 1, 1)));
    expect(has()).toEqual([]);
    expect(editor.get().canUndo).toBe(false);
  });
});

it("its keys do nothing else in any editor", () => {
  const taken = new Set([...KEYS, ...TEXT_ACTS].flatMap((act) => act.keys));
  expect([...Object.values(OWN), "Shift+KeyP"].filter((key) => taken.has(key))).toEqual([]);
});

it("stays the same list while nothing of it changes", () => {
  const { editor, suggestions } = begun(answer(box("a", 1, 1)));
  const { open } = suggestions.state.get();
  editor.add();
  expect(suggestions.state.get().open).toBe(open);
});

describe("accepting", () => {
  it("is one step, and taking back brings it back", () => {
    const { editor, suggestions, open, has } = begun(answer(box("a", 1, 1), box("b", 50, 1)));
    suggestions.accept();
    expect([has(), open()]).toEqual([["a"], ["b"]]);
    editor.undo();
    expect([has(), open()]).toEqual([[], ["a", "b"]]);
    editor.redo();
    expect([has(), open()]).toEqual([["a"], ["b"]]);
  });

  it("goes on to the next one", () => {
    const { suggestions, has } = begun(answer(box("a", 1, 1), box("b", 50, 1), box("c", 99, 1)));
    suggestions.go(1);
    suggestions.accept();
    suggestions.accept();
    expect(has()).toEqual(["b", "c"]);
    expect(suggestions.state.get().at).toBe(0);
  });

  it("does not suggest again what was deleted afterwards", () => {
    const { editor, suggestions, open, has } = begun(answer(box("a", 1, 1)));
    suggestions.accept();
    editor.remove(["a"]);
    expect([has(), open()]).toEqual([[], []]);
    editor.undo();
    editor.undo();
    expect(open()).toEqual(["a"]);
  });

  it("of all is one step", () => {
    const { editor, suggestions, open, has } = begun(
      answer(box("a", 1, 1), box("b", 50, 1), stain("s", "good")),
    );
    suggestions.acceptAll();
    expect([has(), open()]).toEqual([["a", "b", "s"], []]);
    editor.undo();
    expect([has(), open()]).toEqual([[], ["a", "b", "s"]]);
  });

  it("keeps what is done beside it", () => {
    const { editor, suggestions, open, has } = begun(answer(box("a", 1, 1), box("b", 50, 1)));
    editor.add();
    expect(open()).toEqual(["a", "b"]);
    suggestions.accept("b");
    expect(has()).toHaveLength(2);
    editor.undo();
    editor.undo();
    expect(open()).toEqual(["a", "b"]);
  });

  it("takes no more than the schema allows", () => {
    const four = ["a", "b", "c", "d"].map((id, n) => box(id, 50 * n, 1));
    const { suggestions, open, has } = begun(answer(...four));
    suggestions.acceptAll();
    expect([has(), open()]).toEqual([["a", "b", "c"], ["d"]]);
    suggestions.accept("d");
    expect(has()).toEqual(["a", "b", "c"]);
    expect(suggestions.state.get().said?.key).toBe("no_room");
  });

  it("puts one answer in the place of another, but never by accepting all", () => {
    const { editor, suggestions, open, has } = begun(answer(stain("s", "good"), box("a", 1, 1)));
    editor.pick(editor.choices.findIndex((one) => one.class.id === "poor"));
    const [own] = has();
    suggestions.acceptAll();
    expect([has(), open()]).toEqual([[own, "a"], ["s"]]);
    suggestions.accept("s");
    expect(has()).toEqual(["a", "s"]);
    editor.undo();
    expect([has(), open()]).toEqual([[own, "a"], ["s"]]);
  });

  it("does not suggest what has been answered alike", () => {
    const { editor, open } = begun(answer(stain("s", "good")));
    editor.pick(editor.choices.findIndex((one) => one.class.id === "good"));
    expect(open()).toEqual([]);
    editor.undo();
    expect(open()).toEqual(["s"]);
  });

  it("does not suggest what is drawn at the same place already", () => {
    const { editor, open } = begun(answer(box("a", 1, 1), box("b", 50, 1)));
    editor.replace(answer({ ...box("mine", 1, 1), group: "g" }));
    expect(open()).toEqual(["b"]);
    editor.undo();
    expect(open()).toEqual(["a", "b"]);
  });

  it("brings a relation along with its second end", () => {
    const all = answer(box("a", 1, 1), box("b", 50, 1), tie("t", "a", "b"));
    const { editor, suggestions, open, has } = begun(all, null, TIES);
    expect(open()).toEqual(["a", "b"]);
    suggestions.accept("b");
    expect(has()).toEqual(["b"]);
    suggestions.accept("a");
    expect(has()).toEqual(["b", "a", "t"]);
    editor.undo();
    editor.undo();
    suggestions.acceptAll();
    expect(has()).toEqual(["a", "b", "t"]);
  });
});

describe("dropping", () => {
  it("is a step too, and brings no relation without its end", () => {
    const all = answer(box("a", 1, 1), box("b", 50, 1), tie("t", "a", "b"));
    const { editor, suggestions, open, has } = begun(all, null, TIES);
    suggestions.drop();
    suggestions.acceptAll();
    expect([has(), open()]).toEqual([["b"], []]);
    editor.undo();
    editor.undo();
    expect([has(), open()]).toEqual([[], ["a", "b"]]);
  });

  it("of all leaves nothing, and can be taken back", () => {
    const { editor, suggestions, open } = begun(answer(box("a", 1, 1), box("b", 50, 1)));
    suggestions.dropAll();
    expect([open(), suggestions.state.get().at]).toEqual([[], -1]);
    expect(suggestions.accept()).toBe(false);
    editor.undo();
    expect([open(), suggestions.state.get().at]).toEqual([["a", "b"], 0]);
  });
});

it("a press goes from one to the next under the pointer", () => {
  const { suggestions } = begun(answer(box("a", 1, 1), box("b", 2, 2), box("c", 300, 1)));
  const now = () => suggestions.state.get().open[suggestions.state.get().at]?.id;
  expect(suggestions.press(["a", "b"])).toBe(true);
  expect(now()).toBe("b");
  suggestions.press(["a", "b"]);
  expect(now()).toBe("a");
  expect(suggestions.press(["z"])).toBe(false);
});

it("one of thousands that does not fit is found", () => {
  const schema = { ...SCHEMA, labels: [{ ...SCHEMA.labels[0]!, max: 10_000 }] };
  const editor = createEditor(schema, PICTURE);
  const boxes = Array.from({ length: 3000 }, (_, n) => box(`b${n}`, n % 600, 1));
  const odd = box("odd", 639, 1);
  const { taken, left } = join(
    editor.answer(),
    [...boxes.slice(0, 1234), odd, ...boxes.slice(1234)],
    editor.faultsOf,
  );
  expect([taken.length, left]).toEqual([3000, [odd]]);
  expect(fitting(answer(...boxes, odd), editor.faultsOf)).toHaveLength(3000);
});

describe("copying what was handed in before", () => {
  const source: Source = { modality: "picture", ...PICTURE };
  const copy = (editor: Editor, ...given: readonly Annotation[]) =>
    copyInto(
      editor as unknown as Editing,
      { answer: answer(...(given as Mark[])), source },
      source,
    );

  it("gives new ids, is one step, and says what did not fit", () => {
    const small = { ...PICTURE, width: 100, height: 100 };
    const editor = createEditor(TIES, small);
    const told = copy(
      editor,
      tie("t", "a", "b"),
      { ...box("a", 1, 1), group: "g" },
      { ...box("b", 50, 1), group: "g" },
      box("far", 500, 1),
      tie("u", "a", "far"),
      stain("s", "good"),
    );
    expect(told).toEqual({ came: 4, left: 2 });
    const [one, two, three, four] = editor.answer().annotations as [
      Mark,
      Mark,
      Annotation,
      Relation,
    ];
    expect(one).toMatchObject({ x: 1, class: "RBC" });
    expect(new Set(["a", "b", "s", "t"]).has(one.id)).toBe(false);
    expect(one.group).toBe(two.group);
    expect(one.group).not.toBe("g");
    expect(three).toMatchObject({ classes: ["good"] });
    expect([four.from, four.to]).toEqual([one.id, two.id]);
    editor.undo();
    expect(editor.answer().annotations).toEqual([]);
  });

  it("leaves what is here, and brings nothing twice", () => {
    const editor = createEditor(SCHEMA, PICTURE, answer(stain("mine", "poor"), box("x", 1, 1)));
    expect(copy(editor, stain("s", "good"), box("a", 1, 1), box("b", 50, 1))).toEqual({
      came: 1,
      left: 1,
    });
    expect(editor.answer().annotations).toHaveLength(3);
    expect(copy(editor, box("a", 1, 1), box("b", 50, 1))).toEqual({ came: 0, left: 0 });
    expect(editor.answer().annotations).toHaveLength(3);
  });
});
