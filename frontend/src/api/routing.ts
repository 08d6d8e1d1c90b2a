import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "./client";
import { liveKeys } from "./live";

// What is asked about who may do which work, and what will open.

export type Need = Schema<"NeedOut">;
export type Rung = Schema<"Rung">;
export type LadderStage = Schema<"LadderStage">;
export type Coming = Schema<"Coming">;
export type NextOut = Schema<"NextOut">;

/** One's rungs in the stages of a project. */
export const ladderQuery = (project_id: number) =>
  queryOptions({
    queryKey: ["ladder", project_id],
    queryFn: async () =>
      (
        await must(
          api.GET("/api/v1/projects/{project_id}/ladder", { params: { path: { project_id } } }),
        )
      ).stages,
  });

/** What will open for one, or is being shared out; the stream renews it. */
export const comingQuery = queryOptions({
  queryKey: liveKeys.coming,
  queryFn: async () =>
    (await must(api.GET("/api/v1/announcements", { params: { query: { limit: 200 } } }))).items,
});
