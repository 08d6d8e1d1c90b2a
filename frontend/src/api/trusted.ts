import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "./client";

// What is known of answers: how far one is trusted, what was noticed, what is known of a hand-in.

export type Mark = Schema<"MarkOut">;
/** What a receipt says where the answer is known. */
export type Known = {
  score: number;
  right: boolean;
  marks: Mark[];
  answer: Record<string, unknown>;
};
export type TrustRow = {
  project_id: number;
  project: string;
  stage_id: number;
  stage: string;
  level: 0 | 1 | 2;
  answers: number;
  gold: number;
  gold_right: number;
  verdicts: number;
  verdicts_right: number;
  peers: number;
  peers_right: number;
  mean: number | null;
  low: number | null;
  high: number | null;
  bar: number | null;
  below: number | null;
  holds: number;
  holds_most: number;
  paused_at: string | null;
  hit_id: number | null;
};
export type Example = {
  assignment_id: number;
  item: string;
  picture: string | null;
  kind: "gold" | "verdict";
  right: boolean;
  score: number | null;
  marks: Mark[];
  verdict: "approve" | "fix" | "return" | "reject" | null;
  reason: string | null;
  at: string;
};
export type Trust = TrustRow & { examples: Example[] };
export type Hit = Schema<"MyHit">;
export type Sides = Schema<"AnswersOut">;
/** A stage at a level, as its pages name it. */
export type TrustPlace = { project_id: number; stage_id: number; level: 0 | 1 | 2 };

type Raw = (path: string, init?: unknown) => Promise<{ response: Response }>;
const raw = api as unknown as { GET: Raw; POST: Raw };
type PageOf<Row, Key> = { items: Row[]; next: Key | null };

/** How far one is trusted, stage by stage, page by page. */
export const trustsQuery = infiniteQueryOptions({
  queryKey: ["trusted", "mine"],
  queryFn: ({ pageParam }) =>
    must(
      raw.GET("/api/v1/me/trust", { params: { query: { after: pageParam } } }) as never,
    ) as Promise<PageOf<TrustRow, string>>,
  initialPageParam: "",
  getNextPageParam: (page) => page.next ?? undefined,
});

/** The same of one stage at one level, with examples. */
export const trustQuery = ({ project_id, stage_id, level }: TrustPlace) =>
  queryOptions({
    queryKey: ["trusted", "mine", project_id, stage_id, level],
    queryFn: () =>
      must(
        raw.GET("/api/v1/projects/{project_id}/stages/{stage_id}/levels/{level}/trust/me", {
          params: { path: { project_id, stage_id, level } },
        }) as never,
      ) as Promise<Trust>,
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
