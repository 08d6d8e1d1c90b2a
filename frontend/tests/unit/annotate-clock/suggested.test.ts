import { expect, it } from "vitest";
import { createClockEditor } from "~/annotate/clock/editor";
import { stillPlayer } from "~/annotate/clock/player";
import type { Answer } from "~/annotate/core/doc";
import type { Editing } from "~/annotate/kit";
import { createSuggestions } from "~/annotate/suggested/suggestions";

it("is offered segment by segment where all of the length is to be covered", () => {
  const schema = {
    modality: "series",
    labels: [
      {
        kind: "segment",
        name: "stages",
        classes: [{ id: "W" }],
        overlap: "none",
        cover: true,
      },
    ],
  };
  const editor = createClockEditor(schema, {
    modality: "series",
    name: "a",
    facts: { length: 10_000 },
    player: stillPlayer(10_000),
    reach: { step: 1000, far: 5000, fine: 10, made: 2000 },
  }) as unknown as Editing;
  const one = { kind: "segment", name: "stages", class: "W" };
  const given = [
    { ...one, id: "a", start: 0, end: 3000 },
    { ...one, id: "b", start: 3000, end: 9000 },
  ];
  const suggestions = createSuggestions(editor, {
    modality: "series",
    annotations: given,
  } as unknown as Answer);
  expect(suggestions.state.get().open.map(({ id }) => id)).toEqual(["a", "b"]);
  suggestions.accept("b");
  suggestions.accept("a");
  expect(editor.answer().annotations.map(({ id }) => id)).toEqual(["b", "a"]);
});
