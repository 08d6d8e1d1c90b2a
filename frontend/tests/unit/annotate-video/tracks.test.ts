import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { loadShapes } from "~/annotate/core/shapes";
import { faultsBy } from "~/annotate/core/validity";
import { TRACK_CHECKS } from "~/annotate/video/checks";
import type { Track } from "~/annotate/video/doc";
import {
  copyOn,
  keyframeAt,
  markAt,
  merge,
  nextKey,
  redrawn,
  shapeAt,
  split,
  stretchesOf,
  toggleOccluded,
  toggleOutside,
  withKey,
  withoutKey,
} from "~/annotate/video/tracks";

// Recorded from the server.
const CASES = JSON.parse(readFileSync(new URL("./track-cases.json", import.meta.url), "utf8")) as {
  video: { length: number; width: number; height: number };
  labels: never[];
  interpolation: {
    name: string;
    kind: string;
    keyframes: unknown[];
    seen: { frame: number; shape: unknown }[];
  }[];
  faults: { name: string; annotations: never[]; faults: unknown[] }[];
};

const track = (kind: string, keyframes: unknown): Track =>
  ({ id: "t", name: "q", class: "a", kind, keyframes }) as Track;
const box = (frame: number, x: number, more: object = {}) => ({
  frame,
  x,
  y: 0,
  width: 10,
  height: 10,
  ...more,
});
const boxes = (...keyframes: object[]) => track("box_track", keyframes);
const xs = (one: Track, ...frames: number[]) =>
  frames.map((frame) => shapeAt(one, frame)?.numbers[0] ?? null);

beforeAll(() => loadShapes(["box", "polygon", "point"]));

describe("as the server has it", () => {
  test.each(CASES.interpolation)("$name", ({ kind, keyframes, seen }) => {
    for (const { frame, shape } of seen)
      expect(shapeAt(track(kind, keyframes), frame)).toEqual(shape);
  });

  test.each(CASES.faults)("faults: $name", ({ annotations, faults }) => {
    const facts = { ...CASES.video, frames: true } as never;
    const schema = { modality: "video", labels: CASES.labels } as never;
    const answer = { modality: "video", annotations } as never;
    const found = faultsBy((kind) => TRACK_CHECKS[kind], schema, facts, answer);
    expect(found.map(({ code, annotation }) => ({ code, annotation }))).toEqual(faults);
  });
});

test("what is drawn elsewhere makes a keyframe, and what is not makes none", () => {
  const one = boxes(box(0, 0), box(10, 10));
  const here = markAt(one, 5)!;
  expect(redrawn(one, here, 5).keyframes).toHaveLength(2);
  expect(redrawn(one, { ...here, class: "b" }, 5)).toMatchObject({ class: "b" });
  const moved = redrawn(one, { ...here, x: 8 } as never, 5);
  expect(moved.keyframes.map((each) => each.frame)).toEqual([0, 5, 10]);
  expect(xs(moved, 5, 10)).toEqual([8, 10]);
  expect(redrawn(moved, { ...here, x: 3 } as never, 5).keyframes).toHaveLength(3);
});

test("a keyframe is set where it is seen, and taken away", () => {
  const one = boxes(box(0, 0), box(10, 10), { frame: 20, outside: true });
  expect(withKey(one, 4)).toMatchObject({ keyframes: { length: 4 } });
  expect(withKey(one, 30)).toBe(one);
  expect(xs(withKey(one, 4), 3, 4, 5)).toEqual([3, 4, 5]);
  expect(withoutKey(one, 10)?.keyframes).toHaveLength(2);
  expect(withoutKey(boxes(box(0, 0)), 0)).toBeNull();
  // A track never begins outside.
  const late = boxes(box(0, 0), { frame: 5, outside: true }, box(9, 9));
  expect(withoutKey(late, 0)?.keyframes).toEqual([box(9, 9)]);
});

test("outside from a frame on, and there again", () => {
  const one = boxes(box(0, 0), box(10, 10));
  const gone = toggleOutside(one, 6);
  expect(xs(gone, 5, 6, 9, 10)).toEqual([0, null, null, 10]);
  expect(toggleOutside(gone, 6)).toEqual(one);
  const back = toggleOutside(gone, 8);
  expect(xs(back, 7, 8)).toEqual([null, 0]);
  expect(toggleOutside(one, 0)).toBe(one);
});

test("hidden from a frame on, and seen again", () => {
  const one = boxes(box(0, 0), box(10, 10));
  const hidden = toggleOccluded(one, 5);
  expect([4, 5, 9, 10].map((frame) => shapeAt(hidden, frame)?.occluded)).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(shapeAt(toggleOccluded(hidden, 5), 7)?.occluded).toBe(false);
});

test("split and merged it is seen as before", () => {
  const one = boxes(box(0, 0), box(10, 10), { frame: 20, outside: true });
  const [first, second] = split(one, 5, "u")!;
  expect(xs(first, 0, 3, 4, 5)).toEqual([0, 3, 4, null]);
  expect(xs(second, 4, 5, 10, 20)).toEqual([null, 5, 10, null]);
  const both = merge(first, second)!;
  expect(xs(both, 0, 4, 5, 10, 19, 20)).toEqual([0, 4, 5, 10, 10, null]);
  expect(both.id).toBe("t");
  expect(split(one, 0, "u")).toBeNull();
  expect(split(one, 20, "u")).toBeNull();
});

test("merged with a gap nothing is seen between them; where both are, the later one", () => {
  const early = boxes(box(0, 0), { frame: 3, outside: true });
  const late = { ...boxes(box(8, 80)), id: "u" };
  expect(xs(merge(late, early)!, 0, 2, 3, 7, 8)).toEqual([0, 0, null, null, 80]);
  const long = boxes(box(0, 0), box(20, 20));
  expect(xs(merge(long, late)!, 7, 8, 30)).toEqual([7, 80, 80]);
  expect(merge(long, track("point_track", [{ frame: 0, x: 1, y: 1 }]))).toBeNull();
});

test("copied on it stays for so many frames", () => {
  const one = boxes(box(0, 0), box(10, 10), box(30, 30));
  const still = copyOn(one, 5, 10, 100);
  expect(xs(still, 5, 10, 15)).toEqual([5, 5, 5]);
  expect(still.keyframes.map((each) => each.frame)).toEqual([0, 5, 15, 30]);
  expect(copyOn(one, 95, 10, 100).keyframes.at(-1)?.frame).toBe(99);
});

test("from keyframe to keyframe, of whichever track", () => {
  const all = [boxes(box(0, 0), box(10, 0)), boxes(box(4, 0), box(12, 0))];
  expect(nextKey(all, 4, 1)).toBe(10);
  expect(nextKey(all, 4, -1)).toBe(0);
  expect(nextKey(all, 5, -1)).toBe(4);
  expect(nextKey(all, 12, 1)).toBeNull();
  expect(nextKey(all, 0, -1)).toBeNull();
  expect(keyframeAt(all[0]!, 10)).toBeDefined();
  expect(stretchesOf(toggleOutside(all[0]!, 20), 50)).toEqual([{ start: 0, end: 20 }]);
});
