import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

/** What one stage has set aside and spent. */
export const stageBudgetQuery = (projectId: number, stageId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "budget", stageId],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/budget", {
          params: { path: { project_id: projectId }, query: { stage_id: stageId } },
        }),
      ),
  });

/** A version of a stage's price card; null where there is none. */
export const priceQuery = (projectId: number, stageId: number, version: number | null) =>
  queryOptions({
    queryKey: ["project", projectId, "price", stageId, version],
    queryFn: async (): Promise<Schema<"PriceOut"> | null> => {
      if (version === null) return null;
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/prices", {
          params: {
            path: { project_id: projectId, stage_id: stageId },
            query: { after: version - 1, limit: 1 },
          },
        }),
      );
      return page.items[0] ?? null;
    },
  });
