import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Work = Schema<"WorkOut">;
export type Turn = Schema<"Turn">;

/** One piece of one's own work, with everything that was said of it. */
export const pieceQuery = (projectId: number, assignmentId: number) =>
  queryOptions({
    queryKey: ["me", "assignment", projectId, assignmentId],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/assignments/{assignment_id}", {
          params: { path: { project_id: projectId, assignment_id: assignmentId } },
        }),
      ),
  });

/** A short-lived link to the picture; null where it may not be seen any more. */
export const mediaQuery = (projectId: number, itemId: number, taskId: number) =>
  queryOptions({
    queryKey: ["media", projectId, itemId, taskId],
    staleTime: 4 * 60_000,
    gcTime: 4 * 60_000,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/items/{item_id}/media", {
          params: {
            path: { project_id: projectId, item_id: itemId },
            query: { task_id: taskId },
          },
        }),
      ),
  });

/** What a project calls its reasons for a return or a rejection. */
export const reasonsQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["reasons", projectId],
    staleTime: 5 * 60_000,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/reasons", {
          params: { path: { project_id: projectId } },
        }),
      ),
  });
