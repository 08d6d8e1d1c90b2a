import { queryOptions } from "@tanstack/react-query";
import { api, must } from "~/api/client";
import { isProblem } from "~/api/problem";

/** Why work is returned, in the project's words; none where they may not be read. */
export const reasonsQuery = (project_id: number) =>
  queryOptions({
    queryKey: ["projects", project_id, "reasons"],
    staleTime: 300_000,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/reasons", { params: { path: { project_id } } }),
      ).catch((error) => {
        if (isProblem(error) && (error.status === 403 || error.status === 404)) return null;
        throw error;
      }),
  });
