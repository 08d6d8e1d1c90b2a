import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { api, must, type Schema } from "~/api/client";

export type Project = Schema<"ProjectOut">;
export type Stage = Schema<"StageOut">;

/** One project by its id. */
export const projectQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["project", projectId],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}", { params: { path: { project_id: projectId } } }),
      ),
  });

/** The project's stages, in the order in which they were made. */
export const stagesQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "stages"],
    queryFn: async () => {
      const path = { project_id: projectId };
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/stages", {
          params: { path, query: { limit: 100 } },
        }),
      );
      return page.items;
    },
  });

/** Where the project's money is. */
export const budgetQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "budget"],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/budget", {
          params: { path: { project_id: projectId } },
        }),
      ),
  });

/** The id of the project that the address names, on any page of its frame. */
export function useProjectId(): number {
  const { projectId } = useParams({ strict: false }) as { projectId?: string };
  return Number(projectId);
}

/** The project of the page, which the frame has read before it shows the page. */
export const useProject = (): Project => useSuspenseQuery(projectQuery(useProjectId())).data;

/** The project's stages; the page waits for them. */
export const useStages = (): Stage[] => useSuspenseQuery(stagesQuery(useProjectId())).data;
