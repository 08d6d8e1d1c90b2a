import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

/** What one may inspect: the offers of levels 1 and 2. */
export const queuesQuery = queryOptions({
  queryKey: ["work", "offers"],
  queryFn: () => must(api.GET("/api/v1/work")),
  refetchInterval: 30_000,
  select: (offers) => offers.filter((offer) => offer.level > 0),
});

/** Own figures as an inspector over the last `days` days. */
export const figuresQuery = (days: number) =>
  queryOptions({
    queryKey: ["review", "figures", days],
    queryFn: () => must(api.GET("/api/v1/me/inspections", { params: { query: { days } } })),
  });

export type Figures = Schema<"InspectionsOut">;

/** Own inspections at a level, the newest first. */
export const verdictsQuery = (level: 1 | 2) =>
  infiniteQueryOptions({
    queryKey: ["review", "mine", level],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/me/assignments", {
          params: { query: { level, state: ["accepted"], after: pageParam, limit: 30 } },
        }),
      ),
    getNextPageParam: (page) => page.next,
  });

/** One piece of work whole: what was asked, what was answered, what was said of it. */
export const workQuery = (projectId: number, id: number) =>
  queryOptions({
    queryKey: ["review", "work", projectId, id],
    staleTime: 5 * 60_000,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/assignments/{assignment_id}", {
          params: { path: { project_id: projectId, assignment_id: id } },
        }),
      ),
  });

/** What can be wrong with an answer, in the project's own words; what is retired is left out. */
export const reasonsQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["reasons", projectId],
    staleTime: 5 * 60_000,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/reasons", {
          params: { path: { project_id: projectId } },
        }),
      ),
    select: (reasons) => reasons.filter((one) => !one.retired_at),
  });
