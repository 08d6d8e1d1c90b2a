import { describe, expect, it } from "vitest";
import { dayNumber, dayTicks, ticks } from "~/features/projects/charts/scale";
import { saidOf } from "~/features/projects/history/sentence";

const row = (some: Partial<Parameters<typeof saidOf>[0]>) => ({
  id: 1,
  at: "2026-07-14T00:00:00Z",
  project_id: 1,
  project: "p",
  subject: "project",
  subject_id: 1,
  actor_id: 7,
  actor: "김서연",
  source: null,
  target: null,
  why: "",
  data: null,
  about: null,
  pseudonym: null,
  ...some,
});

describe("saidOf", () => {
  it("tells what people decided", () => {
    expect(saidOf(row({ why: "funded", data: { amount: 5000 } }))).toEqual({
      word: "project_funded",
      won: 5000,
    });
    expect(saidOf(row({ subject: "stage", why: "bonus promised" }))).toEqual({
      word: "bonus_promised",
    });
    expect(saidOf(row({ subject: "stage", why: "price card 3" }))).toEqual({
      word: "stage_prices",
      n: "3",
    });
    expect(saidOf(row({ why: "reason overlap retired" }))).toEqual({
      word: "reason_retired",
      code: "overlap",
    });
    expect(saidOf(row({ source: "open", target: "paused", why: "지침을 고쳐요" }))).toMatchObject({
      word: "project_paused",
      why: "지침을 고쳐요",
    });
  });

  it("tells whether a role was given or taken over oneself", () => {
    const role = { subject: "project_role", subject_id: 9, target: "worker" };
    expect(saidOf(row(role)).word).toBe("role_given");
    expect(saidOf(row({ ...role, actor_id: 9 })).word).toBe("role_joined");
    expect(saidOf(row({ ...role, source: "worker", target: null })).word).toBe("role_taken");
  });

  it("tells a release that is opened again from one that is ready", () => {
    const release = { subject: "release", target: "ready" };
    expect(saidOf(row({ ...release, source: "building" })).word).toBe("release_ready");
    expect(saidOf(row({ ...release, source: "closed" })).word).toBe("release_reopened");
  });

  it("never fails on what it does not know", () => {
    expect(saidOf(row({ subject: "agreement", target: "published" })).word).toBe("other");
  });
});

describe("axes", () => {
  it("has few round numbers from nothing up", () => {
    expect(ticks(40, 3)).toEqual([0, 20, 40]);
    expect(ticks(3640, 3)).toEqual([0, 2000]);
    expect(ticks(2, 3)).toEqual([0, 1, 2]);
    expect(ticks(0)).toEqual([0]);
  });

  it("has days in order, whatever the clock does", () => {
    expect(dayNumber("2026-03-09") - dayNumber("2026-03-08")).toBe(1);
    expect(dayTicks(10, 20, 5)).toEqual([10, 12, 14, 16, 18, 20]);
  });
});
