import type { Course, Lesson, Question } from "./queries";

/** A course's settings while they are edited: shares in whole percent, times in seconds. */
export type CourseDraft = {
  title: string;
  about: string;
  drawn: number;
  right: number;
  pass: number;
  attempts: number;
  wait: number;
  time: number;
  /** Days that a certificate holds; 0: for good. */
  valid: number;
  trainingPay: number;
  examPay: number;
};

const percent = (share: number | string): number => Math.round(Number(share) * 100);

export const draftOf = (course: Course): CourseDraft => ({
  title: course.title,
  about: course.about,
  drawn: course.drawn,
  right: percent(course.right_from),
  pass: percent(course.pass_mark),
  attempts: course.attempts,
  wait: course.wait_seconds,
  time: course.exam_seconds,
  valid: course.valid_days ?? 0,
  trainingPay: course.training_pay,
  examPay: course.exam_pay,
});

/** What to send. */
export const settingsOf = (draft: CourseDraft) => ({
  title: draft.title.trim(),
  about: draft.about.trim(),
  drawn: draft.drawn,
  right_from: draft.right / 100,
  pass_mark: draft.pass / 100,
  attempts: draft.attempts,
  wait_seconds: draft.wait,
  exam_seconds: draft.time,
  valid_days: draft.valid === 0 ? null : draft.valid,
  training_pay: draft.trainingPay,
  exam_pay: draft.examPay,
});

/** A new course, until its manager says otherwise. */
export const FRESH = {
  about: "",
  drawn: 10,
  right_from: 0.75,
  pass_mark: 0.8,
  attempts: 3,
  wait_seconds: 3600,
  exam_seconds: 3600,
  training_pay: 0,
  exam_pay: 0,
};

/** The least and the most of each number. */
export const BOUNDS = {
  drawn: [0, 100],
  right: [0, 100],
  pass: [1, 100],
  attempts: [1, 100],
  trainingPay: [0, 10_000_000],
  examPay: [0, 10_000_000],
} as const satisfies Partial<Record<keyof CourseDraft, readonly [number, number]>>;
export type Bounded = keyof typeof BOUNDS;

/** The fields that cannot be sent as they are. */
export function courseFaults(draft: CourseDraft): ReadonlySet<Bounded | "title"> {
  const faults = new Set<Bounded | "title">();
  if (draft.title.trim() === "") faults.add("title");
  for (const [name, [low, high]] of Object.entries(BOUNDS)) {
    const value = draft[name as Bounded];
    if (!Number.isInteger(value) || value < low || value > high) faults.add(name as Bounded);
  }
  return faults;
}

/** How many of the questions drawn have to be right. */
export const neededToPass = (drawn: number, pass: number): number =>
  Math.ceil((drawn * pass) / 100 - 1e-9);

export type Lack =
  | { code: "nothing_inside" }
  | { code: "exam_short"; drawn: number; has: number }
  | { code: "budget"; won: number; each: number };

/** What a course still wants before it can be opened; `budget`: what the project can spend. */
export function lacksOf(
  course: Course,
  lessons: readonly Lesson[],
  questions: readonly Question[],
  budget: number,
): Lack[] {
  const lacks: Lack[] = [];
  const has = questions.filter((one) => one.use === "exam").length;
  const practice = questions.length - has;
  if (lessons.length === 0 && practice === 0) lacks.push({ code: "nothing_inside" });
  if (has < course.drawn) lacks.push({ code: "exam_short", drawn: course.drawn, has });
  const each = course.training_pay + course.exam_pay;
  if (each > budget) lacks.push({ code: "budget", won: budget, each });
  return lacks;
}

/** The same list with one row moved to another place. */
export function movedTo<Row>(rows: readonly Row[], from: number, to: number): Row[] {
  const next = [...rows];
  const [row] = next.splice(from, 1);
  if (row !== undefined) next.splice(to, 0, row);
  return next;
}
