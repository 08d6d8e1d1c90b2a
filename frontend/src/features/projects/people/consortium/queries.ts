import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Member = Schema<"ConsortiumMemberOut">;
export type Granted = Member["roles"][number];
export const GRANTED: readonly Granted[] = [
  "worker",
  "primary_inspector",
  "secondary_inspector",
  "manager",
];

/** Who shares the project's work. */
export const consortiumQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "consortium"],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/consortium", {
          params: { path: { project_id: projectId } },
        }),
      ),
  });
