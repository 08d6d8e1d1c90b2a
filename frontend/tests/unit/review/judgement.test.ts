import { describe, expect, it } from "vitest";
import { BLANK, bodyOf, type Judgement, lackOf } from "~/features/review/model/judgement";

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

  it("carries neither reason nor pins for an approval", () => {
    expect(bodyOf({ ...given({ ...all, comment: "" }), verdict: "approve" }, 0)).toEqual({
      verdict: "approve",
      active_seconds: 0,
    });
  });
});
