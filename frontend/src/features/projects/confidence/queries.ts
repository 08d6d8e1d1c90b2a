import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Lot = Schema<"LotOut">;
export type Remaining = Schema<"RemainingOut">;
export type StageKey = { project_id: number; stage_id: number };

/** How often what inspectors do to lots is read anew, in milliseconds. */
export const OFTEN = 5000;

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
    refetchInterval: (query) => (query.state.data?.state === "accepted" ? false : OFTEN),
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/lots/{lot_id}", {
          params: { path: { project_id, lot_id } },
        }),
      ),
  });

/** What a lot would be that is made now. */
export const lotPlanQuery = (path: StageKey, limit: "1.0" | "2.5" | "4.0") =>
  queryOptions({
    queryKey: [...lotsKey(path), "plan", limit],
    // Money is decided by it: as it is now, never as it was when the form was last open.
    staleTime: 0,
    gcTime: 0,
    retry: false,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/lots/plan", {
          params: { path, query: { limit } },
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
