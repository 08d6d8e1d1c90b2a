import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type WayItem = Schema<"StepOut">;
const at = (projectId: number, itemId: number) => ({
  params: { path: { project_id: projectId, item_id: itemId } },
});

/** All items before and after one, and itself. */
export const wayQuery = (projectId: number, itemId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "item", itemId, "way"],
    queryFn: async () => {
      const way = await must(
        api.GET("/api/v1/projects/{project_id}/items/{item_id}/way", at(projectId, itemId)),
      );
      return way.items;
    },
  });

/** Begins anew with an item that was accepted. */
export const reopen = (projectId: number, itemId: number, why: string) =>
  must(
    api.POST("/api/v1/projects/{project_id}/items/{item_id}/reopen", {
      ...at(projectId, itemId),
      body: { why },
    }),
  );
