import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Lot = Schema<"LotOut">;
export type Remaining = Schema<"RemainingOut">;
export type StageKey = { project_id: number; stage_id: number };

/** A page of a stage's lots, as they were made. */
export const lotsKey = (path: StageKey) =>
  ["project", path.project_id, "lots", path.stage_id] as const;
export const readLots = (path: StageKey) => (after: number) =>
  must(
    api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/lots", {
      params: { path, query: { after, limit: 50 } },
    }),
  );

export const lotQuery = (project_id: number, lot_id: number) =>
  queryOptions({
    queryKey: ["project", project_id, "lot", lot_id],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/lots/{lot_id}", {
          params: { path: { project_id, lot_id } },
        }),
      ),
  });

/** What is left wrong in a stage, as far as chance has shown. */
export const remainingQuery = (path: StageKey) =>
  queryOptions({
    queryKey: ["project", path.project_id, "remaining", path.stage_id],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/remaining", { params: { path } }),
      ),
  });
