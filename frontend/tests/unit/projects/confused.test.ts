import { describe, expect, test } from "vitest";
import { byQuestion } from "~/features/projects/quality/confused";

describe("what is confused, question by question", () => {
  test("of one question alone it stays as it is", () => {
    const confused = {
      names: ["car", "van", ""],
      counts: [
        [4, 1, 0],
        [1, 6, 2],
        [0, 2, 0],
      ],
    };
    expect(byQuestion(confused)).toEqual([["", confused]]);
  });

  test("of several each has its own classes, and nothing only where something was left out", () => {
    const names = ["cells: RBC", "cells: WBC", "stain: good", "stain: pale", ""];
    const counts = [
      [9, 2, 0, 0, 3],
      [2, 7, 0, 0, 0],
      [0, 0, 5, 1, 0],
      [0, 0, 1, 4, 0],
      [3, 0, 0, 0, 0],
    ];
    expect(byQuestion({ names, counts })).toEqual([
      [
        "cells",
        {
          names: ["cells: RBC", "cells: WBC", ""],
          counts: [
            [9, 2, 3],
            [2, 7, 0],
            [3, 0, 0],
          ],
        },
      ],
      [
        "stain",
        {
          names: ["stain: good", "stain: pale"],
          counts: [
            [5, 1],
            [1, 4],
          ],
        },
      ],
    ]);
  });
});
