import type { Schema } from "~/api/client";

export type Verdict = NonNullable<Schema<"SubmissionIn">["verdict"]>;
export type Reason = Schema<"ReasonOut">;
/** A spot on a picture, in its pixels, or an annotation, or both; and a word of its own. */
export type Pin = { x?: number; y?: number; annotation?: string; note?: string };

/** What an inspector has put together about one answer and not sent yet. */
export type Judgement = {
  verdict: Verdict | null;
  reason: string | null;
  comment: string;
  pins: readonly Pin[];
  /** The corrected answer of a fix. */
  answer: Record<string, unknown> | null;
};

export const BLANK: Judgement = {
  verdict: null,
  reason: null,
  comment: "",
  pins: [],
  answer: null,
};

/** What still keeps a judgement from being sent; null when it may go. */
export type Lack = "verdict" | "reason" | "comment" | "unchanged";

const STOPS = new Set<Verdict>(["return", "reject"]);
/** Whether the answer goes no further: then the author must learn why. */
export const stops = (verdict: Verdict | null): boolean => verdict !== null && STOPS.has(verdict);

/** `changes`: how many marks a fix has changed. */
export function lackOf(judgement: Judgement, changes: number): Lack | null {
  if (judgement.verdict === null) return "verdict";
  if (stops(judgement.verdict)) {
    if (judgement.reason === null) return "reason";
    if (judgement.comment.trim() === "") return "comment";
  }
  if (judgement.verdict === "fix" && (judgement.answer === null || changes === 0))
    return "unchanged";
  return null;
}

/** The judgement as the API takes it: reasons only where something is stopped, answers of a fix. */
export function bodyOf(judgement: Judgement, activeSeconds: number): Schema<"SubmissionIn"> {
  const verdict = judgement.verdict;
  const comment = judgement.comment.trim();
  return {
    verdict,
    ...(stops(verdict) ? { reason: judgement.reason } : {}),
    ...(comment === "" ? {} : { comment }),
    ...(verdict === "fix" ? { answer: judgement.answer } : {}),
    ...(judgement.pins.length === 0 || verdict === "approve"
      ? {}
      : { pins: judgement.pins.map(pinOf) }),
    ...withSeconds(activeSeconds),
  };
}

const pinOf = (pin: Pin) => ({
  ...(pin.x === undefined || pin.y === undefined ? {} : { x: round(pin.x), y: round(pin.y) }),
  ...(pin.annotation === undefined ? {} : { annotation: pin.annotation }),
  ...(pin.note === undefined || pin.note.trim() === "" ? {} : { note: pin.note.trim() }),
});
const round = (n: number) => Math.round(n * 10) / 10;

const withSeconds = (seconds: number): object => ({
  active_seconds: Math.max(0, Math.round(seconds)),
});

/** How often one answer may be sent back; after that it is approved, fixed or rejected. */
export const MOST_RETURNS = 2;
