import { infiniteQueryOptions, useQueryClient } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Mine = Schema<"BulletinMine">;

export const MINE = ["bulletins", "mine"] as const;

/** What is said to one in one's projects, the newest first. */
export const mineQuery = infiniteQueryOptions({
  queryKey: MINE,
  initialPageParam: 0,
  queryFn: ({ pageParam }) =>
    must(api.GET("/api/v1/bulletins", { params: { query: { after: pageParam, limit: 20 } } })),
  getNextPageParam: (last) => last.next ?? undefined,
});

/** Note that one has read it. */
export function useRead() {
  const client = useQueryClient();
  return async (one: Mine) => {
    await must(
      api.PUT("/api/v1/projects/{project_id}/bulletins/{bulletin_id}/read", {
        params: { path: { project_id: one.project_id, bulletin_id: one.id } },
      }),
    );
    await client.invalidateQueries({ queryKey: ["bulletins"] });
  };
}
