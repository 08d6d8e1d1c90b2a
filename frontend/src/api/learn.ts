import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "./client";

// What lessons, exams and the pages that lead to them ask.

export type CourseRow = Schema<"MyCourseRow">;
export type Course = Schema<"MyCourse">;
export type Exam = Schema<"MyExam">;
export type Attempt = Schema<"AttemptOut">;
export type Certificate = Schema<"CertificateOut">;
export type Tried = Schema<"PracticeOut">;
/** A course, as its pages name it. */
export type CoursePlace = { project_id: number; course_id: number };

/** One's courses over all projects, page by page. */
export const coursesQuery = infiniteQueryOptions({
  queryKey: ["learn", "courses"],
  queryFn: ({ pageParam }) =>
    must(api.GET("/api/v1/courses", { params: { query: { after: pageParam } } })),
  initialPageParam: 0,
  getNextPageParam: (page) => page.next ?? undefined,
});

/** A course as one takes it. */
export const courseQuery = (place: CoursePlace) =>
  queryOptions({
    queryKey: ["learn", "course", place.project_id, place.course_id],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/courses/{course_id}/mine", {
          params: { path: place },
        }),
      ),
  });

/** One attempt at an exam. */
export const attemptQuery = (place: CoursePlace, attempt_id: number) =>
  queryOptions({
    queryKey: ["learn", "attempt", place.project_id, attempt_id],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/courses/{course_id}/attempts/{attempt_id}", {
          params: { path: { ...place, attempt_id } },
        }),
      ),
  });

/** What one has earned by learning. */
export const certificatesQuery = infiniteQueryOptions({
  queryKey: ["learn", "certificates"],
  queryFn: ({ pageParam }) =>
    must(api.GET("/api/v1/certificates", { params: { query: { after: pageParam } } })),
  initialPageParam: 0,
  getNextPageParam: (page) => page.next ?? undefined,
});
