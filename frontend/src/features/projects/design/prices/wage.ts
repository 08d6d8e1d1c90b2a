import { queryOptions } from "@tanstack/react-query";
import { api, must } from "~/api/client";
import type { Stage } from "../../frame/queries";
import type { Level, PriceDraft } from "./model";

/** Today's minimum wage in won an hour. */
export const minimumWageQuery = queryOptions({
  queryKey: ["minimum-wage"],
  staleTime: 3_600_000,
  queryFn: async (): Promise<number> => (await must(api.GET("/api/v1/me/today"))).minimum_wage,
});

/** How long work takes in the stage, as measured. */
export const paceQuery = (stage: Stage) =>
  queryOptions({
    queryKey: ["project", stage.project_id, "stage", stage.id, "pace", stage.price_version],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/pace", {
          params: { path: { project_id: stage.project_id, stage_id: stage.id } },
        }),
      ),
  });

export type Pace = NonNullable<
  Awaited<ReturnType<NonNullable<ReturnType<typeof paceQuery>["queryFn"]>>>
>;

/** How long `per` units took people at a level; null where too few were measured by this unit. */
export function measuredAt(pace: Pace | undefined, draft: PriceDraft, level: Level): number | null {
  if (pace === undefined || pace.unit !== draft.unit) return null;
  const one = pace.levels.find((found) => found.level === level)?.unit_seconds;
  return one == null ? null : one * draft.per;
}
