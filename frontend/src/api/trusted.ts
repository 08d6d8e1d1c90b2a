import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "./client";

// What is known of answers: how far one is trusted, what was noticed, what is known of a hand-in.

/** What a receipt says where the answer is known. */
export type Known = Schema<"KnownOut">;
export type Mark = Known["marks"][number];
export type TrustRow = Schema<"MyTrust">;
/** The same with what it is known from. */
export type Trust = Schema<"MyTrustWhole">;
export type Example = Trust["examples"][number];
export type Hit = Schema<"MyHit">;
export type Sides = Schema<"AnswersOut">;
/** A stage at a level, as its pages name it. */
export type TrustPlace = { project_id: number; stage_id: number; level: number };

/** How far one is trusted, stage by stage, page by page. */
export const trustsQuery = infiniteQueryOptions({
  queryKey: ["trusted", "mine"],
  queryFn: ({ pageParam }) =>
    must(api.GET("/api/v1/me/trust", { params: { query: { after: pageParam } } })),
  initialPageParam: "",
  getNextPageParam: (page) => page.next ?? undefined,
});

/** The same of one stage at one level, with examples. */
export const trustQuery = ({ project_id, stage_id, level }: TrustPlace) =>
  queryOptions({
    queryKey: ["trusted", "mine", project_id, stage_id, level],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/levels/{level}/trust/me", {
          params: { path: { project_id, stage_id, level } },
        }),
      ),
  });

/** What was noticed of one's work, the newest first, page by page. */
export const hitsQuery = infiniteQueryOptions({
  queryKey: ["trusted", "hits"],
  queryFn: ({ pageParam }) =>
    must(api.GET("/api/v1/me/hits", { params: { query: { after: pageParam } } })),
  initialPageParam: 0,
  getNextPageParam: (page) => page.next ?? undefined,
});

/** One of them; null where it is none of one's own. */
export const hitQuery = (id: number) =>
  queryOptions({
    queryKey: ["trusted", "hit", id],
    queryFn: async () => {
      const page = await must(
        api.GET("/api/v1/me/hits", { params: { query: { after: id + 1, limit: 1 } } }),
      );
      return page.items.find((hit) => hit.id === id) ?? null;
    },
  });

/** Says something to what was noticed. */
export const reply = (hit: Pick<Hit, "id" | "project_id">, text: string): Promise<Hit> =>
  must(
    api.POST("/api/v1/projects/{project_id}/hits/{hit_id}/reply", {
      params: { path: { project_id: hit.project_id, hit_id: hit.id } },
      body: { text },
    }),
  );

/** The answers that an inspector decides between, without names. */
export const sidesQuery = (project_id: number, assignment_id: number) =>
  queryOptions({
    queryKey: ["review", "sides", project_id, assignment_id],
    staleTime: 5 * 60_000,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/assignments/{assignment_id}/answers", {
          params: { path: { project_id, assignment_id } },
        }),
      ),
  });
