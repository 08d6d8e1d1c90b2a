import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Defect = Schema<"DefectRow">;
export type State = Defect["state"];

/** Which states a chip of the desk stands for. */
export const GROUPS = {
  open: ["reported"],
  working: ["accepted", "in_work", "fixed"],
  ended: ["declined", "duplicate", "answered"],
} as const satisfies Record<string, readonly State[]>;
export type Group = keyof typeof GROUPS | "all";

/** One finding. */
export const defectQuery = (projectId: number, defectId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "defects", defectId],
    retry: false,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/defects/{defect_id}", {
          params: { path: { project_id: projectId, defect_id: defectId } },
        }),
      ),
  });

/** A page of findings, the oldest first. */
export const readDefects = (projectId: number, group: Group, after: number) =>
  must(
    api.GET("/api/v1/projects/{project_id}/defects", {
      params: {
        path: { project_id: projectId },
        query: { after, limit: 50, ...(group === "all" ? {} : { state: [...GROUPS[group]] }) },
      },
    }),
  );

/** Reads all that is shown of findings anew. */
export function useAnew(projectId: number): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["project", projectId, "defects"] });
}
