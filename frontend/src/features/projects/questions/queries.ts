import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Question = Schema<"AskedOut">;
export type State = Question["state"];

/** Under which everything about a project's questions is kept. */
export const questionsKey = (projectId: number) => ["project", projectId, "questions"] as const;

/** Questions in a state: what waits the oldest first, what is answered the newest. */
export const readQuestions =
  (projectId: number, state: State, stage_id: number | undefined) => (after: number) =>
    must(
      api.GET("/api/v1/projects/{project_id}/questions", {
        params: { path: { project_id: projectId }, query: { state, stage_id, after, limit: 50 } },
      }),
    );

/** How much waits for an answer, and since when. */
export const waitingQuery = (projectId: number) =>
  queryOptions({
    queryKey: [...questionsKey(projectId), "waiting"],
    refetchInterval: 30_000,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/questions/waiting", {
          params: { path: { project_id: projectId } },
        }),
      ),
  });

/** What stands beside a stage's guideline. */
export const entriesKey = (projectId: number, stageId: number) =>
  [...questionsKey(projectId), "entries", stageId] as const;
