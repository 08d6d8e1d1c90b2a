import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Suspension = Schema<"MySuspension">;

/** Suspensions that are or were about oneself, the newest first, page by page. */
export const suspensionsQuery = infiniteQueryOptions({
  queryKey: ["fair", "suspensions"],
  queryFn: ({ pageParam }) =>
    must(api.GET("/api/v1/me/suspensions", { params: { query: { after: pageParam } } })),
  initialPageParam: 0,
  getNextPageParam: (page) => page.next ?? undefined,
});

/** One of them; null where it is none of one's own. */
export const suspensionQuery = (id: number) =>
  queryOptions({
    queryKey: ["fair", "suspensions", id],
    queryFn: async () => {
      const page = await must(
        api.GET("/api/v1/me/suspensions", { params: { query: { after: id + 1, limit: 1 } } }),
      );
      return page.items.find((one) => one.id === id) ?? null;
    },
  });

/** Says something to it, once. */
export const reply = (one: Pick<Suspension, "id" | "project_id">, text: string) =>
  must(
    api.POST("/api/v1/projects/{project_id}/suspensions/{suspension_id}/reply", {
      params: { path: { project_id: one.project_id, suspension_id: one.id } },
      body: { text },
    }),
  );
