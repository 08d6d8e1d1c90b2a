import { queryOptions } from "@tanstack/react-query";
import { api, must } from "~/api/client";

/** What members of a project sign; null where it has no agreement of its own. */
export const agreementQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "agreement"],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/agreement", {
          params: { path: { project_id: projectId } },
        }),
      ),
  });
