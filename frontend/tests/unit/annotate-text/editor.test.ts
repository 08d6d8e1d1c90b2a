import { describe, expect, it } from "vitest";
import { isRelation, type Ranking, type Rating, type Writing } from "~/annotate/text/doc";
import { editor, mark, NAMES, part, span, TEXT, TOPIC } from "./kit";

const TIES = { kind: "relation", name: "ties", classes: [{ id: "in" }, { id: "at" }] } as const;
const RESPONSES = [
  part("p", "prompt", "질문"),
  part("a", "response", "하나"),
  part("b", "response", "둘"),
];

describe("marking", () => {
  it("makes a span of what is marked, without the spaces around, and takes it back", () => {
    const one = editor();
    mark(one, 4, 9);
    expect(one.press(1)).toBe(true);
    expect(one.spans().map((each) => [each.class, each.start, each.end])).toEqual([["PER", 5, 8]]);
    one.undo();
    expect(one.spans()).toEqual([]);
    one.redo();
    expect(one.get().selected).toHaveLength(1);
  });

  it("never splits a sign of several code points", () => {
    const one = editor();
    const at = [...TEXT].indexOf("👨");
    mark(one, at + 1, at + 2);
    one.press(2);
    expect(one.spans()[0]).toMatchObject({ start: at, end: at + 5 });
  });

  it("gives what is selected another class, and the same place and class only once", () => {
    const one = editor();
    mark(one, 0, 2);
    one.press(1);
    one.press(2);
    expect(one.spans().map((each) => each.class)).toEqual(["LOC"]);
    mark(one, 0, 2);
    one.press(2);
    expect(one.spans()).toHaveLength(1);
  });

  it("gives the class in hand to whatever is marked next", () => {
    const one = editor();
    one.pick(2);
    mark(one, 0, 2);
    one.settle();
    expect(one.spans()[0]?.class).toBe("ORG");
  });

  it("resizes the selected span by Shift and arrows, from either end, as one step", () => {
    const one = editor();
    mark(one, 0, 2);
    one.press(1);
    one.move("character", 1, true);
    one.move("character", 1, true);
    expect(one.spans()[0]).toMatchObject({ start: 0, end: 4 });
    one.otherEnd();
    one.move("character", 1, true);
    expect(one.spans()[0]).toMatchObject({ start: 1, end: 4 });
    one.undo();
    one.undo();
    expect(one.spans()).toEqual([]);
  });

  it("keeps to the parts of its roles", () => {
    const one = editor([{ ...NAMES, roles: ["response"] } as never], RESPONSES);
    mark(one, 0, 2, "p");
    one.press(1);
    expect(one.spans()).toEqual([]);
    mark(one, 0, 1, "a");
    one.press(1);
    expect(one.spans()).toHaveLength(1);
  });

  it("takes what hangs on a span with it", () => {
    const why = { kind: "writing", name: "why", required: false, evidence: "names" } as const;
    const answer = {
      modality: "text",
      annotations: [
        span("s1", 0, 2),
        span("s2", 5, 8),
        { kind: "relation", id: "r", name: "ties", class: "in", from: "s1", to: "s2" },
        { kind: "writing", id: "w", name: "why", text: "까닭", evidence: ["s1", "s2"] },
      ],
    };
    const one = editor([NAMES, TIES as never, why], undefined, answer);
    one.remove(["s1"]);
    expect(one.answer().annotations.map((each) => each.id)).toEqual(["s2", "w"]);
    expect((one.answer().annotations[1] as Writing).evidence).toEqual(["s2"]);
  });

  it("joins two spans by the same key twice", () => {
    const answer = { modality: "text", annotations: [span("s1", 0, 2), span("s2", 5, 8)] };
    const one = editor([NAMES, TIES as never], undefined, answer);
    one.select(["s2"]);
    one.link();
    one.select(["s1"]);
    one.link();
    const found = one.answer().annotations.filter(isRelation);
    expect(found.map((each) => [each.from, each.to, each.class])).toEqual([["s2", "s1", "in"]]);
  });
});

describe("questions", () => {
  it("are answered by numbers, one after the other", () => {
    const help = { kind: "rating", name: "help", per: "part", roles: ["response"] } as const;
    const order = { kind: "ranking", name: "order", roles: ["response"] } as const;
    const one = editor([order as never, help as never], RESPONSES);
    one.press(2);
    one.press(1);
    one.press(4);
    one.press(5);
    const [ranking, first, second] = one.answer().annotations;
    expect((ranking as Ranking).order).toEqual(["b", "a"]);
    expect([(first as Rating).part, (first as Rating).value]).toEqual(["a", 4]);
    expect([(second as Rating).part, (second as Rating).value]).toEqual(["b", 5]);
    expect(one.faults()).toEqual([]);
  });

  it("leave number keys to what is marked, until another question is taken in hand", () => {
    const one = editor([NAMES, TOPIC]);
    mark(one, 0, 2);
    one.press(1);
    expect(one.hears(one.questions[1]!)).toBe(false);
    one.takeNext(1);
    expect(one.hears(one.questions[1]!)).toBe(true);
    one.press(2);
    expect(one.spans()[0]?.class).toBe("PER");
    expect(one.answer().annotations.at(-1)).toMatchObject({ kind: "class", classes: ["art"] });
  });

  it("of comparison know a tie by 0, and that there may be none", () => {
    const strict = { kind: "comparison", name: "c", ties: false, roles: ["response"] } as const;
    const one = editor([strict as never], RESPONSES);
    expect(one.press(0)).toBe(false);
    one.press(2);
    expect(one.answer().annotations[0]).toMatchObject({ better: "b" });
  });
});
