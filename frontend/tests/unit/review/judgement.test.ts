import { describe, expect, it } from "vitest";
import { BLANK, bodyOf, type Judgement, lackOf, saidOf } from "~/features/review/model/judgement";

const given = (part: Partial<Judgement>): Judgement => ({ ...BLANK, ...part });

describe("what a judgement still lacks", () => {
  it("is a verdict, before one is chosen", () => {
    expect(lackOf(BLANK, 0)).toBe("verdict");
  });

  it("is a reason and a comment where the answer is stopped", () => {
    expect(lackOf(given({ verdict: "return" }), 0)).toBe("reason");
    expect(lackOf(given({ verdict: "reject", reason: "missing", comment: "  " }), 0)).toBe(
      "comment",
    );
    expect(
      lackOf(given({ verdict: "return", reason: "missing", comment: "왼쪽 위" }), 0),
    ).toBeNull();
  });

  it("is a change where it is a fix", () => {
    const answer = { modality: "picture", annotations: [] };
    expect(lackOf(given({ verdict: "fix" }), 0)).toBe("unchanged");
    expect(lackOf(given({ verdict: "fix", answer }), 0)).toBe("unchanged");
    expect(lackOf(given({ verdict: "fix", answer }), 2)).toBeNull();
  });

  it("is nothing for an approval", () => {
    expect(lackOf(given({ verdict: "approve" }), 0)).toBeNull();
  });
});

describe("the body that is sent", () => {
  const all = given({
    reason: "position",
    comment: " 조금 밀렸어요 ",
    pins: [
      { x: 10.04, y: 20.26, annotation: "a1", note: " 여기 " },
      { x: 1, y: 2, note: " " },
    ],
    answer: { modality: "picture", annotations: [] },
  });

  it("says why only where the answer is stopped", () => {
    expect(bodyOf({ ...all, verdict: "return" }, 12.4)).toEqual({
      verdict: "return",
      reason: "position",
      comment: "조금 밀렸어요",
      pins: [
        { x: 10, y: 20.3, annotation: "a1", note: "여기" },
        { x: 1, y: 2 },
      ],
      active_seconds: 12,
    });
  });

  it("carries an answer only for a fix", () => {
    const body = bodyOf({ ...all, verdict: "fix" }, 3);
    expect(body.answer).toEqual(all.answer);
    expect(body.reason).toBeUndefined();
  });

  it("carries no reason for an approval, and of the pins those with a word", () => {
    expect(bodyOf({ ...given({ ...all, comment: "" }), verdict: "approve" }, 0)).toEqual({
      verdict: "approve",
      pins: [{ x: 10, y: 20.3, annotation: "a1", note: "여기" }],
      active_seconds: 0,
    });
    const bare = given({ verdict: "approve", pins: [{ x: 1, y: 2 }, { annotation: "a1" }] });
    expect(bodyOf(bare, 0).pins).toBeUndefined();
  });

  it("carries words on annotations and stretches of a text as they are", () => {
    const pins = [
      { annotation: "s1", note: "조사는 빼요" },
      { part: "text", start: 12, end: 14, note: "부산도 장소예요" },
    ];
    expect(bodyOf(given({ verdict: "reject", pins }), 0).pins).toEqual(pins);
  });
});

describe("what is said already", () => {
  const pins = [
    { x: 3, y: 4, annotation: "a1" },
    { annotation: "a1", note: "작아요" },
    { part: "t1", start: 0, end: 2 },
  ];

  it("is found by what it is about", () => {
    expect(saidOf(pins, { annotation: "a1" })).toBe(1);
    expect(saidOf(pins, { part: "t1", start: 0, end: 2 })).toBe(2);
  });

  it("is nothing of another annotation, part or stretch, nor a spot on the same object", () => {
    expect(saidOf(pins, { annotation: "a2" })).toBe(-1);
    expect(saidOf(pins, { part: "t2", start: 0, end: 2 })).toBe(-1);
    expect(saidOf(pins, { part: "t1", start: 0, end: 3 })).toBe(-1);
    expect(saidOf(pins.slice(0, 1), { annotation: "a1" })).toBe(-1);
  });
});
