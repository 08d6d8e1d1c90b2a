import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Course = Schema<"CourseOut">;
export type Lesson = Schema<"LessonOut">;
export type Question = Schema<"QuestionOut">;
export type Use = Question["use"];
export type Learner = Schema<"LearnerOut">;
export type Level = 0 | 1 | 2;

const MANY = 100; // courses of a project, lessons of a course: more are no use to anybody
const key = (projectId: number, courseId: number, what: string) =>
  ["project", projectId, "course", courseId, what] as const;

/** The project's courses, retired ones included. */
export const coursesQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "courses"],
    queryFn: async () => {
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/courses", {
          params: { path: { project_id: projectId }, query: { limit: MANY } },
        }),
      );
      return page.items;
    },
  });

/** One course. */
export const courseQuery = (projectId: number, courseId: number) =>
  queryOptions({
    queryKey: key(projectId, courseId, "itself"),
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/courses/{course_id}", {
          params: { path: { project_id: projectId, course_id: courseId } },
        }),
      ),
  });

/** Its lessons, in their order. */
export const lessonsQuery = (projectId: number, courseId: number) =>
  queryOptions({
    queryKey: key(projectId, courseId, "lessons"),
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/courses/{course_id}/lessons", {
          params: { path: { project_id: projectId, course_id: courseId } },
        }),
      ),
  });

/** Its questions for practice and for the exam, those that are asked. */
export const questionsQuery = (projectId: number, courseId: number) =>
  queryOptions({
    queryKey: key(projectId, courseId, "questions"),
    queryFn: async () => {
      const path = { project_id: projectId, course_id: courseId };
      const all: Question[] = [];
      let after: number | null | undefined = 0;
      while (after != null) {
        const page: Schema<"Page_QuestionOut_"> = await must(
          api.GET("/api/v1/projects/{project_id}/courses/{course_id}/questions", {
            params: { path, query: { after, limit: MANY } },
          }),
        );
        all.push(...page.items);
        after = page.next;
      }
      return all;
    },
  });
