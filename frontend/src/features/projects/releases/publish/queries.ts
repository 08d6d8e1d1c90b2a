import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Dataset = Schema<"ManagedDataset">;

/** What the project has in the catalogue; asked after while figures are being counted. */
export const datasetsQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "datasets"],
    refetchInterval: (query) =>
      query.state.data?.some((one) => one.versions.some((v) => v.statistics === null))
        ? 2500
        : false,
    queryFn: async () => {
      const path = { project_id: projectId };
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/datasets", {
          params: { path, query: { limit: 200 } },
        }),
      );
      return page.items;
    },
  });

/** The project's releases of a stage that are ready, the newest first. */
export const readyQuery = (projectId: number, stageId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "releases", "ready", stageId],
    queryFn: async () => {
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/releases", {
          params: { path: { project_id: projectId }, query: { stage_id: stageId, limit: 200 } },
        }),
      );
      return page.items.filter((row) => row.state === "ready").reverse();
    },
  });

/** Reads what is shown of the catalogue anew. */
export function useAnew(projectId: number): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["project", projectId, "datasets"] });
}
