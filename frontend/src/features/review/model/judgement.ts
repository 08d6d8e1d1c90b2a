import type { Schema } from "~/api/client";

export type Verdict = NonNullable<Schema<"SubmissionIn">["verdict"]>;
export type Reason = Schema<"ReasonOut">;
/** What a word is about: a spot of a picture in its pixels (of a page, of a frame), an annotation, a
 * stretch of a text in code points, a moment; and the word. */
export type Pin = {
  x?: number;
  y?: number;
  annotation?: string;
  part?: string;
  start?: number;
  end?: number;
  at?: number;
  note?: string;
};

/** Pins that the API takes of one verdict. */
export const MOST_PINS = 50;

/** Where among the pins something is said of this already; -1 where nothing is. A pin on a spot of
 * an object is not about all of it. */
export const saidOf = (pins: readonly Pin[], about: Pin): number =>
  pins.findIndex(
    (pin) =>
      pin.x === undefined &&
      pin.annotation === about.annotation &&
      pin.part === about.part &&
      pin.start === about.start &&
      pin.end === about.end &&
      pin.at === about.at,
  );

/** What an inspector has put together about one answer and not sent yet. */
export type Judgement = {
  verdict: Verdict | null;
  reason: string | null;
  comment: string;
  pins: readonly Pin[];
  /** The corrected answer of a fix. */
  answer: Record<string, unknown> | null;
  /** Of several answers the letter of the one that is taken; null for what they come to. */
  chosen: string | null;
};

export const BLANK: Judgement = {
  verdict: null,
  reason: null,
  comment: "",
  pins: [],
  answer: null,
  chosen: null,
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

/** The judgement as the API takes it: reasons only where something is stopped, answers of a fix. Of an
 * approval only words go along, and no bare pin. */
export function bodyOf(judgement: Judgement, activeSeconds: number): Schema<"SubmissionIn"> {
  const verdict = judgement.verdict;
  const comment = judgement.comment.trim();
  const pins = judgement.pins
    .map(pinOf)
    .filter((pin) => verdict !== "approve" || pin.note !== undefined);
  return {
    verdict,
    ...(stops(verdict) ? { reason: judgement.reason } : {}),
    ...(comment === "" ? {} : { comment }),
    ...(verdict === "fix" ? { answer: judgement.answer } : {}),
    ...(verdict === "approve" && judgement.chosen !== null ? { chosen: judgement.chosen } : {}),
    ...(pins.length === 0 ? {} : { pins }),
    ...withSeconds(activeSeconds),
  };
}

function pinOf({ x, y, note = "", ...about }: Pin): Pin {
  return {
    ...(x === undefined || y === undefined ? {} : { x: round(x), y: round(y) }),
    ...about,
    ...(note.trim() === "" ? {} : { note: note.trim() }),
  };
}
const round = (n: number) => Math.round(n * 10) / 10;

const withSeconds = (seconds: number): object => ({
  active_seconds: Math.max(0, Math.round(seconds)),
});

/** How often one answer may be sent back; after that it is approved, fixed or rejected. */
export const MOST_RETURNS = 2;
