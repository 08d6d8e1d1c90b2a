import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "./client";

// What several of the worker's pages ask: home, catalogue, own work and earnings show the same rows.

export type MarketRow = Schema<"MarketRow">;
export type WorkRow = Schema<"WorkRow">;
export type WorkState = WorkRow["state"];
export type Today = Schema<"TodayOut">;
export type EarningDay = Schema<"EarningDay">;

/** Today and this month in figures, and what waits for one. */
export const todayQuery = queryOptions({
  queryKey: ["me", "today"],
  queryFn: () => must(api.GET("/api/v1/me/today")),
});

export type MarketAsked = { q?: string; sort?: "pay" | "new"; mine?: boolean };

/** The catalogue of work, page by page. */
export const marketQuery = (asked: MarketAsked, limit = 20) =>
  infiniteQueryOptions({
    queryKey: ["market", asked, limit],
    queryFn: ({ pageParam }) =>
      must(api.GET("/api/v1/market", { params: { query: { ...asked, limit, after: pageParam } } })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** One stage of the catalogue: a row for each level that one may work at. */
export const offerQuery = (stageId: number) =>
  queryOptions({
    queryKey: ["market", "stage", stageId],
    queryFn: async () =>
      (await must(api.GET("/api/v1/market", { params: { query: { stage_id: stageId } } }))).items,
  });

export type WorkAsked = { state?: WorkState[]; project_id?: number; level?: 0 | 1 | 2 };

/** One's own work, the newest first, page by page. */
export const workQuery = (asked: WorkAsked, limit = 30) =>
  infiniteQueryOptions({
    queryKey: ["me", "assignments", asked, limit],
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/me/assignments", {
          params: { query: { ...asked, limit, after: pageParam } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export type DaysAsked = { since: string; until: string; project_id?: number };

/** What was earned, by day and project, over a span of at most 92 days. */
export const daysQuery = (asked: DaysAsked) =>
  queryOptions({
    queryKey: ["me", "earnings", "days", asked],
    queryFn: async (): Promise<EarningDay[]> =>
      (
        await must(
          api.GET("/api/v1/me/earnings/days", { params: { query: { ...asked, limit: 92 } } }),
        )
      ).items,
  });

/** A day of Seoul as the API writes it, `back` days before `from`. */
export function dayOf(from: Date | string = new Date(), back = 0): string {
  const at = typeof from === "string" ? new Date(`${from}T12:00:00+09:00`) : from;
  const moved = new Date(at.getTime() - back * 86_400_000);
  // Sweden writes days as the API does.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Seoul" }).format(moved);
}
