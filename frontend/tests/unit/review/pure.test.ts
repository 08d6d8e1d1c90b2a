import "../annotate/hands";
import { describe, expect, it } from "vitest";
import { difference } from "~/annotate/core/diff";
import { readAnswer } from "~/annotate/core/doc";
import type { Schema } from "~/api/client";
import { chartOf, filled, niceTop, todayInSeoul } from "~/features/review/model/chart";
import { changesIn, comparisonOf, saidBefore } from "~/features/review/model/compare";
import { paceOf, restOf, secondsTo } from "~/features/review/model/pace";
import { fullest, inOrder, type Queue, waitingIn } from "~/features/review/model/queues";
import { ActiveTime } from "~/ui/active";

const READER = { readAnswer, difference };

const queue = (part: Partial<Queue>): Queue =>
  ({ waiting: 0, held: 0, level: 1, ...part }) as Queue;

describe("queues", () => {
  const [a, b, c] = [queue({ waiting: 3 }), queue({ waiting: 7, level: 2 }), queue({})];

  it("begin with the fullest, counting what is in hand; the second level first of equals", () => {
    expect(fullest([a, b, c])).toBe(b);
    const held = queue({ waiting: 3, held: 5 });
    expect(fullest([a, b, held])).toBe(held);
    const second = queue({ waiting: 3, level: 2 });
    expect(fullest([a, second])).toBe(second);
    expect(fullest([c])).toBeUndefined();
  });

  it("stand in that order, and are counted", () => {
    expect(inOrder([c, a, b])).toEqual([b, a, c]);
    expect(waitingIn([a, b, c])).toBe(10);
  });
});

describe("pace", () => {
  it("is the middle of the last durations, once there are three", () => {
    expect(paceOf([9, 11], 40)).toBe(40);
    expect(paceOf([9, 30, 11], null)).toBe(11);
    expect(paceOf([9, 10, 12, 30], null)).toBe(11);
  });

  it("leaves out who was away", () => {
    expect(paceOf([9, 10, 11, 4000], null)).toBe(10);
  });

  it("tells what is left of work and of time", () => {
    expect(restOf(5, 12)).toBe(60);
    expect(restOf(5, null)).toBeNull();
    expect(secondsTo("2026-01-01T00:01:00Z", Date.parse("2026-01-01T00:00:00Z"))).toBe(60);
    expect(secondsTo("2026-01-01T00:00:00Z", Date.parse("2026-01-01T00:01:00Z"))).toBe(0);
  });
});

describe("time at work", () => {
  it("counts thinking, and not being away", () => {
    const time = new ActiveTime(0);
    time.touch(10_000);
    time.touch(200_000);
    expect(time.seconds(205_000)).toBe(45);
  });
});

describe("the chart of days", () => {
  const days = [
    { day: "2026-11-24", judged: 10, overturned: 2 },
    { day: "2026-11-25", judged: 5, overturned: 0 },
  ];

  it("begins at zero and ends at a number that is easily read", () => {
    expect([0, 4, 5, 22, 41, 60, 300].map(niceTop)).toEqual([4, 4, 5, 40, 50, 100, 400]);
    const { bars, most } = chartOf(days, 100, 100);
    expect(most).toBe(10);
    expect(bars[0]).toMatchObject({ top: 0, height: 100, bad: 20 });
    expect(bars[1]).toMatchObject({ top: 50, height: 50, bad: 0 });
  });

  it("has at most five lines, at whole numbers", () => {
    for (const judged of [1, 7, 22, 300]) {
      const { lines } = chartOf([{ day: "2026-11-24", judged, overturned: 0 }], 100, 100);
      expect(lines.length).toBeLessThanOrEqual(5);
      expect(lines.every((line) => Number.isInteger(line.value))).toBe(true);
    }
  });

  it("shows days without work, up to today in Seoul", () => {
    expect(todayInSeoul(Date.parse("2026-11-25T15:30:00Z"))).toBe("2026-11-26");
    expect(filled(days, 4, "2026-11-26").map((day) => [day.day, day.judged])).toEqual([
      ["2026-11-23", 0],
      ["2026-11-24", 10],
      ["2026-11-25", 5],
      ["2026-11-26", 0],
    ]);
  });
});

describe("what an answer is compared with", () => {
  const box = (id: string, x: number) => ({
    kind: "box",
    id,
    name: "cells",
    class: "RBC",
    x,
    y: 0,
    width: 10,
    height: 10,
  });
  const answer = (...annotations: object[]) => ({ modality: "picture", annotations });
  const turn = (id: number, level: number, part: object) => ({
    submission_id: id,
    level,
    by: "늘봄-209",
    attempt: 1,
    at: "2026-11-25T00:00:00Z",
    answer: null,
    verdict: null,
    reason: null,
    comment: null,
    pins: null,
    difference: null,
    ...part,
  });
  const work = (level: number, submission: number, stands: object, turns: object[]) =>
    ({
      level,
      subject: { submission_id: submission, answer: stands, attempt: 1 },
      turns,
    }) as unknown as Schema<"WorkOut">;

  it("is nothing at the first attempt", () => {
    const first = answer(box("a", 0));
    expect(comparisonOf(READER, work(1, 1, first, [turn(1, 0, { answer: first })]))).toBeNull();
  });

  it("is the attempt before, for a rework", () => {
    const [first, again] = [answer(box("a", 0)), answer(box("a", 5), box("b", 50))];
    const found = comparisonOf(
      READER,
      work(1, 3, again, [
        turn(1, 0, { answer: first }),
        turn(2, 1, { verdict: "return" }),
        turn(3, 0, { answer: again }),
      ]),
    );
    expect(found?.why).toBe("reworked");
    expect(found?.found.added).toHaveLength(1);
    expect(found?.found.changed[0]?.moved).toBe(true);
    expect(found === null ? 0 : changesIn(found)).toBe(2);
  });

  it("is the author's own, where the first level mended it", () => {
    const [first, mended] = [answer(box("a", 0), box("b", 50)), answer(box("a", 0))];
    const found = comparisonOf(
      READER,
      work(2, 2, mended, [
        turn(1, 0, { answer: first }),
        turn(2, 1, { verdict: "fix", answer: mended }),
      ]),
    );
    expect(found?.why).toBe("fixed_by_first");
    expect(found?.found.removed).toHaveLength(1);
  });

  it("stands beside what was said before, the newest first", () => {
    const said = saidBefore(
      work(2, 1, answer(), [
        turn(1, 0, { answer: answer() }),
        turn(2, 1, { verdict: "return" }),
        turn(4, 1, { verdict: "reject" }),
      ]),
    );
    expect(said.map((one) => one.verdict)).toEqual(["reject", "return"]);
  });
});
