import { queryOptions } from "@tanstack/react-query";
import { api, must } from "~/api/client";
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
