import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";
import type { Stage } from "../../frame/queries";
import type { Level } from "./model";

/** What a level of a stage asks for now. */
export const requirementQuery = (stage: Stage, level: Level) =>
  queryOptions({
    queryKey: ["project", stage.project_id, "stage", stage.id, "requirement", level],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/requirements/{level}", {
          params: { path: { project_id: stage.project_id, stage_id: stage.id, level } },
        }),
      ),
  });

export type Certifying = Schema<"CertifyingOut">;

/** Courses of other projects whose certificates may be asked for, by name; as many as a list shows. */
export const certifyingQuery = (projectId: number, stageId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "stage", stageId, "certifying"],
    queryFn: async () =>
      (
        await must(
          api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/certifying", {
            params: { path: { project_id: projectId, stage_id: stageId }, query: { limit: 200 } },
          }),
        )
      ).items,
  });
