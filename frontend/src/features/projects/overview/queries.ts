import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Overview = Schema<"OverviewOut">;

/** Whether anybody has handed anything in. */
export const begun = (data: Overview): boolean => data.days.some((day) => day.handed_in > 0);

/** A project, or one of its stages, at a glance. */
export const overviewQuery = (projectId: number, stageId?: number) =>
  queryOptions({
    queryKey: ["project", projectId, "overview", stageId ?? null],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/overview", {
          params: { path: { project_id: projectId }, query: { stage_id: stageId } },
        }),
      ),
  });
