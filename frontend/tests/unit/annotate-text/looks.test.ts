import { describe, expect, it } from "vitest";
import { difference } from "~/annotate/core/diff";
import { readAnswer } from "~/annotate/text/doc";
import { byParagraph, lanesOf, runsOf } from "~/annotate/text/lanes";
import { looksOf } from "~/annotate/text/looks";
import { passageOf } from "~/annotate/text/points";
import { rowsOf } from "~/annotate/text/tree";
import { pressed } from "~/annotate/text/types/class";
import { wording } from "~/annotate/text/wording";
import { span } from "./kit";

const answer = (...annotations: unknown[]) => readAnswer({ modality: "text", annotations });

describe("what lies on a text", () => {
  it("has a line of its own where it overlaps, the shorter nearer", () => {
    const lanes = lanesOf([span("long", 0, 10), span("in", 2, 4), span("far", 12, 14)]);
    expect([lanes.get("long"), lanes.get("in"), lanes.get("far")]).toEqual([1, 0, 0]);
  });

  it("cuts a paragraph where spans begin and end", () => {
    const text = passageOf("가나다라마바사");
    const placed = byParagraph(text, [span("a", 1, 5), span("b", 3, 6)], () => "rest", null).get(
      0,
    )!;
    const runs = runsOf(text.paragraphs[0]!, placed);
    expect(runs.map((run) => [run.text, run.on.map((one) => one.span.id).join("")])).toEqual([
      ["가", ""],
      ["나다", "a"],
      ["라마", "ab"],
      ["바", "b"],
      ["사", ""],
    ]);
    expect(runs.map((run) => run.first.map((one) => one.span.id).join(""))).toEqual([
      "",
      "a",
      "b",
      "",
      "",
    ]);
  });

  it("lies on every paragraph that it crosses, and draws only what changed anew", () => {
    const text = passageOf("가나\n다라\n마바");
    const spans = [span("a", 1, 4), span("b", 6, 8)];
    const first = byParagraph(text, spans, () => "rest", null);
    expect([...first.keys()]).toEqual([0, 1, 2]);
    const next = byParagraph(text, [spans[0]!, span("b", 6, 7)], () => "rest", first);
    expect(next.get(0)).toBe(first.get(0));
    expect(next.get(2)).not.toBe(first.get(2));
  });
});

describe("a difference", () => {
  it("shows spans that came, went and moved, these where they were", () => {
    const before = answer(span("a", 0, 2), span("b", 4, 6), span("c", 8, 9));
    const after = answer(span("a", 0, 2), span("b", 4, 7), span("d", 8, 10));
    const { looks, gone } = looksOf(difference(before, after));
    expect(Object.fromEntries(looks!)).toEqual({
      b: "changed",
      d: "added",
      "was-b": "removed",
      "was-c": "removed",
    });
    expect(gone.map((one) => [one.start, one.end])).toEqual([
      [4, 6],
      [8, 9],
    ]);
  });

  it("tells words that came and went", () => {
    expect(wording("바람이 세게 분다", "바람이 약하게 분다")).toEqual([
      { kind: "same", text: "바람이 " },
      { kind: "removed", text: "세게 " },
      { kind: "added", text: "약하게 " },
      { kind: "same", text: "분다" },
    ]);
  });
});

describe("a tree of classes", () => {
  const classes = [
    { id: "s" },
    { id: "s1", parent: "s" },
    { id: "s2", parent: "s" },
    { id: "s1a", parent: "s1" },
  ];
  const label = { kind: "class", name: "t", many: true, classes } as const;

  it("shows what is open, or what is looked for with the way to it", () => {
    const shut = rowsOf(classes, () => false, null);
    expect(shut.map((row) => row.one.id)).toEqual(["s"]);
    const found = rowsOf(
      classes,
      () => false,
      (one) => one.id === "s1a",
    );
    expect(found.map((row) => [row.one.id, row.level])).toEqual([
      ["s", 1],
      ["s1", 2],
      ["s1a", 3],
    ]);
  });

  it("means the classes above by the one below", () => {
    expect(pressed(label as never, ["s", "s2"], "s1a")).toEqual(["s2", "s1a"]);
    expect(pressed(label as never, ["s1a"], "s")).toEqual(["s"]);
    expect(pressed(label as never, ["s2"], "s2")).toEqual([]);
  });
});
