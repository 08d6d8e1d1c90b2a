import { describe, expect, it } from "vitest";
import type { Answer } from "~/annotate/core/doc";
import type { Editing, Source } from "~/annotate/kit";
import { copyInto } from "~/annotate/suggested/copy";
import { createSuggestions } from "~/annotate/suggested/suggestions";
import { readAnswer, type TextAnnotation, type TextLabel } from "~/annotate/text/doc";
import { looks } from "~/annotate/text/suggested";
import { editor, NAMES, part, span, TOPIC } from "./kit";

const WHY: TextLabel = { kind: "writing", name: "why", evidence: "names" };
const HELP: TextLabel = { kind: "rating", name: "help", per: "part" };
const given = (...annotations: TextAnnotation[]): Answer =>
  readAnswer({ modality: "text", annotations }) as Answer;
const source = (...parts: ReturnType<typeof part>[]): Source => ({
  modality: "text",
  document: { parts },
});
const asEditing = (one: ReturnType<typeof editor>) => one as unknown as Editing;
const written = (evidence: string[]): TextAnnotation => ({
  kind: "writing",
  id: "w",
  name: "why",
  text: "이름이 있어요",
  part: null,
  evidence,
});

describe("suggestions in a text", () => {
  it("come in reading order, questions first", () => {
    const text = editor([NAMES, TOPIC]);
    const topic = { kind: "class", id: "t", name: "topic", classes: ["sci"], part: null } as const;
    const suggestions = createSuggestions(
      asEditing(text),
      given(span("b", 5, 8), topic, span("a", 0, 2), span("past", 20, 99)),
      (ones) => looks.inOrder(asEditing(text), ones),
    );
    expect(suggestions.state.get().open.map((one) => one.id)).toEqual(["t", "a", "b"]);
  });

  it("of something written bring the spans that it rests on", () => {
    const text = editor([NAMES, WHY]);
    const suggestions = createSuggestions(
      asEditing(text),
      given(span("a", 0, 2), span("b", 5, 8), written(["a", "gone"])),
    );
    suggestions.accept("w");
    expect(text.answer().annotations.map((one) => one.id)).toEqual(["a", "w"]);
    expect(text.answer().annotations[1]).toMatchObject({ evidence: ["a"] });
    expect(suggestions.state.get().open.map((one) => one.id)).toEqual(["b"]);
  });

  it("find no room across a span that is there", () => {
    const text = editor([{ ...NAMES, overlap: "none" } as TextLabel]);
    text.commit(readAnswer(given(span("mine", 0, 4))));
    const suggestions = createSuggestions(asEditing(text), given(span("a", 2, 6), span("b", 8, 9)));
    suggestions.acceptAll();
    expect(text.answer().annotations.map((one) => one.id)).toEqual(["mine", "b"]);
    suggestions.accept("a");
    expect(suggestions.state.get().said?.key).toBe("no_room");
  });

  it("fit the question of a part", () => {
    const text = editor([HELP], [part("p", null, "하나"), part("q", null, "둘")]);
    const rating = (id: string, of: string, value: number) =>
      ({ kind: "rating", id, name: "help", part: of, value }) as const;
    const suggestions = createSuggestions(
      asEditing(text),
      given(rating("r", "p", 4), rating("s", "q", 9), rating("t", "z", 3)),
    );
    expect(suggestions.state.get().open.map((one) => one.id)).toEqual(["r"]);
    suggestions.acceptAll();
    expect(text.answer().annotations).toMatchObject([{ part: "p", value: 4 }]);
  });
});

describe("copying from another text", () => {
  it("brings a span only where the same words stand, and answers to the whole", () => {
    const text = editor([NAMES, TOPIC, WHY], [part("text", null, "서울에서 👨‍👩‍👧 살아요")]);
    const topic = { kind: "class", id: "t", name: "topic", classes: ["sci"], part: null } as const;
    const told = copyInto(
      asEditing(text),
      {
        answer: given(
          span("a", 0, 2),
          span("b", 5, 10),
          span("c", 11, 13),
          topic,
          written(["a", "c"]),
        ),
        source: source(part("text", null, "서울에는 👨‍👩‍👧 왔어요")),
      },
      source(...text.parts),
    );
    expect(told).toEqual({ came: 4, left: 1 });
    const found = text.answer().annotations;
    const spans = found.filter((one) => one.kind === "span");
    expect(spans.map((one) => [one.start, one.end])).toEqual([
      [0, 2],
      [5, 10],
    ]);
    expect(found.find((one) => one.kind === "writing")).toMatchObject({ evidence: [spans[0]!.id] });
    text.undo();
    expect(text.answer().annotations).toEqual([]);
  });
});
