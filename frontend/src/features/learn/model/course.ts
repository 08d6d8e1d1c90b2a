import type { Course, CourseRow } from "~/api/learn";

/** The address of a course. */
export const pathOf = (course: { project_id: number; id: number }) => ({
  projectId: String(course.project_id),
  courseId: String(course.id),
});

/** A level, as words know it. */
export const asLevel = (level: number): "0" | "1" | "2" =>
  level === 1 ? "1" : level === 2 ? "2" : "0";

/** How many steps a course has before its exam, and how many are done. */
export const stepsOf = (row: CourseRow): { done: number; all: number } => ({
  done: row.lessons_read + row.practised,
  all: row.lessons + row.practice,
});

/** What is next in a course: the first lesson that was not read, the first practice task that was not
 * answered right, the exam; null where nothing is left to do. */
export type Next =
  | { what: "lesson"; id: number; again: boolean }
  | { what: "practice"; id: number; again: boolean }
  | { what: "exam"; again: boolean }
  | null;

export function nextOf(course: Course): Next {
  const begun =
    course.lessons.some((one) => one.read_at !== null) ||
    course.practice.some((one) => one.tries > 0);
  const lesson = course.lessons.find((one) => one.read_at === null);
  if (lesson !== undefined) return { what: "lesson", id: lesson.id, again: begun };
  const task = course.practice.find((one) => one.done_at === null);
  if (task !== undefined) return { what: "practice", id: task.id, again: begun };
  const { exam } = course;
  if (exam?.may_begin || exam?.open_attempt != null)
    return { what: "exam", again: exam.open_attempt !== null };
  return null;
}

/** The id that comes after one in a list, or null. */
export function after(ids: readonly number[], id: number): number | null {
  const at = ids.indexOf(id);
  return at < 0 ? null : (ids[at + 1] ?? null);
}
