import { describe, expect, it } from "vitest";
import { difference } from "~/annotate/core/diff";
import type { Annotation, Answer } from "~/annotate/core/doc";
import { countsOf, inOrder, lay, type Mark } from "~/annotate/told/feedback";
import { playerOf, reader } from "~/ui/films";
import "../annotate/hands";

const box = (id: string, x: number, name = "rbc"): Annotation => ({
  kind: "box",
  id,
  name: "cells",
  class: name,
  x,
  y: 0,
  width: 10,
  height: 10,
});
const answer = (...annotations: Annotation[]): Answer => ({ modality: "picture", annotations });
const mark = (state: Mark["state"], ours: string | null, theirs: string | null): Mark => ({
  state,
  ours,
  theirs,
  name: "cells",
  overlap: 0,
  says: [],
});

describe("what was right", () => {
  const right = answer(box("a", 0), box("b", 50), box("c", 100, "wbc"), box("d", 150));
  // The first two ids are those of other annotations of the right answer.
  const mine = answer(box("b", 1), box("a", 56), box("y", 100), box("z", 400));
  const marks = [
    mark("right", "a", "b"),
    mark("shifted", "b", "a"),
    mark("wrong_class", "c", "y"),
    mark("missing", "d", null),
    mark("extra", null, "z"),
  ];

  it("pairs by what the server paired, whatever the ids are", () => {
    const { found, mine: laid, called } = lay({ difference }, mine, right, marks);
    expect(found.added.map((one) => one.id)).toEqual(["d"]);
    expect(found.removed.map((one) => one.id)).toEqual(["z"]);
    expect(
      found.changed.map(({ after, moved, relabelled }) => [after.id, moved, relabelled]),
    ).toEqual([
      ["b", true, false],
      ["c", false, true],
    ]);
    expect(laid.annotations.map((one) => one.id)).toEqual(["a", "b", "c", "z"]);
    expect(called("a")).toBe("b");
  });

  it("keeps what is too much apart from a right one of the same name", () => {
    const { found } = lay({ difference }, answer(box("a", 400)), answer(box("a", 0)), [
      mark("missing", "a", null),
      mark("extra", null, "a"),
    ]);
    expect(found.changed).toEqual([]);
    expect(found.added).toHaveLength(1);
    expect(found.removed.map((one) => one.id)).toEqual(["mine a"]);
  });

  it("keeps relations between the renamed", () => {
    const tie: Annotation = {
      kind: "relation",
      id: "r",
      name: "on",
      class: "on",
      from: "b",
      to: "z",
    };
    const { mine: laid } = lay({ difference }, answer(...mine.annotations, tie), right, marks);
    expect(laid.annotations.at(-1)).toMatchObject({ from: "a", to: "z" });
  });

  it("says what is wrong before what is right", () => {
    expect(inOrder(marks).map((one) => one.state)).toEqual([
      "missing",
      "extra",
      "wrong_class",
      "shifted",
      "right",
    ]);
    expect(countsOf(marks).get("right")).toBe(1);
  });
});

describe("films in lessons", () => {
  it("plays what is linked, and leaves other links alone", () => {
    expect(reader.parse("[자르는 법](/films/cut.mp4?v=1)", { async: false })).toContain(
      '<video controls preload="metadata" src="/films/cut.mp4?v=1" aria-label="자르는 법">',
    );
    expect(reader.parse("![소리](https://a.example/b.mp3)", { async: false })).toContain("<audio");
    expect(reader.parse("[쪽](https://a.example/b)", { async: false })).toContain("<a href");
    expect(reader.parse("![그림](/a.png)", { async: false })).toContain("<img");
  });
  it("lets no address out of its quotes", () => {
    expect(playerOf('x.mp4"onerror="y', "a<b")).toBe(false);
    expect(playerOf('x"y.mp4', "a<b")).toContain('src="x&#34;y.mp4" aria-label="a&#60;b"');
  });
});
