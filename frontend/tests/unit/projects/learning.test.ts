import { describe, expect, it } from "vitest";
import {
  courseFaults,
  draftOf,
  lacksOf,
  movedTo,
  neededToPass,
  settingsOf,
} from "~/features/projects/courses/model";
import type { Course, Lesson, Question } from "~/features/projects/courses/queries";
import { dayFrom, momentOf } from "~/features/projects/data/announcing/queries";
import {
  draftOf as requirementDraft,
  requirementFaults,
  requirementOf,
} from "~/features/projects/design/requirements/model";

const course = {
  title: "세포",
  about: "",
  drawn: 3,
  right_from: 0.75,
  pass_mark: 0.8,
  attempts: 3,
  wait_seconds: 3600,
  exam_seconds: 1800,
  valid_days: null,
  training_pay: 1000,
  exam_pay: 500,
} as Course;
const question = (use: Question["use"]) => ({ use }) as Question;
const lesson = {} as Lesson;

describe("a course", () => {
  it("says all that it wants before it can be opened", () => {
    expect(lacksOf(course, [], [question("exam")], 1499)).toEqual([
      { code: "nothing_inside" },
      { code: "exam_short", drawn: 3, has: 1 },
      { code: "budget", won: 1499, each: 1500 },
    ]);
    const three = [question("exam"), question("exam"), question("exam")];
    expect(lacksOf(course, [lesson], three, 1500)).toEqual([]);
  });

  it("is sent as it was read", () => {
    const { title, about, drawn, right_from, pass_mark, valid_days } = course;
    const sent = settingsOf(draftOf(course));
    expect(sent).toMatchObject({ title, about, drawn, right_from, pass_mark, valid_days });
  });

  it("refuses what the server would", () => {
    const draft = { ...draftOf(course), title: " ", drawn: 101, attempts: 0.5 };
    expect([...courseFaults(draft)].sort()).toEqual(["attempts", "drawn", "title"]);
    expect(courseFaults(draftOf(course)).size).toBe(0);
  });

  it("counts how many must be right, without what floating numbers add", () => {
    expect(neededToPass(10, 80)).toBe(8);
    expect(neededToPass(3, 80)).toBe(3);
    expect(neededToPass(10, 70)).toBe(7);
  });

  it("moves a lesson without losing one", () => {
    expect(movedTo(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
    expect(movedTo(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  });
});

describe("a requirement", () => {
  const nothing = {
    level: 0,
    version: 0,
    changed_at: null,
    asked: {
      certificates: [],
      languages: [],
      regions: [],
      devices: [],
      teams: [],
      invited: false,
      climb: false,
    },
    day_limit: null,
    person_limit: null,
  };

  it("asks nothing while nothing is switched on", () => {
    const draft = requirementDraft(nothing);
    expect(requirementFaults(draft, 0).size).toBe(0);
    expect(requirementOf(draft, 0).asked).toEqual({
      ...nothing.asked,
      accepted: null,
      upheld: null,
    });
  });

  it("keeps verdicts and climbing for inspectors", () => {
    const draft = requirementDraft(nothing);
    draft.on.upheld = true;
    draft.climb = true;
    expect(requirementOf(draft, 0).asked).toMatchObject({ upheld: null, climb: false });
    expect(requirementOf(draft, 2).asked).toMatchObject({
      upheld: { verdicts: 50, share: 0.9 },
      climb: true,
    });
  });

  it("wants something chosen of what is switched on", () => {
    const draft = requirementDraft(nothing);
    draft.on.teams = true;
    draft.day = 0;
    expect([...requirementFaults(draft, 0)]).toEqual(["teams", "day"]);
  });
});

describe("the time of an opening", () => {
  it("is Seoul's, wherever the browser is", () => {
    const at = momentOf("2026-07-14", "09:30");
    expect(new Date(at ?? "").toISOString()).toBe("2026-07-14T00:30:00.000Z");
    expect(momentOf("", "09:30")).toBeNull();
    expect(dayFrom(Date.parse("2026-07-13T16:00:00Z"), 1)).toBe("2026-07-15");
  });
});
