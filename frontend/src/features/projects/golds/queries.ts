import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";
import type { StageKey } from "../confidence/queries";

export type Gold = Schema<"GoldOut">;
export type Pool = Schema<"PoolOut">;
export type Seed = Schema<"SeedOut">;
export type Candidate = Schema<"CandidateOut">;
export type Level = 0 | 1 | 2;
export const LEVELS: readonly Level[] = [0, 1, 2];
export type State = "open" | "retired";

/** Of so many given, a share of right ones says something about the known answer itself. */
export const ENOUGH = 5;
/** Where fewer than this were right, it may be the known answer that is wrong. */
export const DOUBTED = 0.5;

export const goldsKey = (path: StageKey) =>
  ["project", path.project_id, "golds", path.stage_id] as const;

export const poolQuery = (path: StageKey) =>
  queryOptions({
    queryKey: [...goldsKey(path), "pool"],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/golds/pool", { params: { path } }),
      ),
  });

/** A page of a level's known answers, as they were made. */
export const readGolds = (path: StageKey, level: Level, state: State) => (after: number) =>
  must(
    api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/golds", {
      params: { path, query: { level, state, after, limit: 50 } },
    }),
  );

/** A page of the items whose answer may become known at a level. */
export const readCandidates = (path: StageKey, level: Level) => (after: number) =>
  must(
    api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/golds/candidates", {
      params: { path, query: { level, after, limit: 50 } },
    }),
  );

/** The answer of one item that may become known; null where it may not (any more). */
export const candidateQuery = (path: StageKey, level: Level, item: number) =>
  queryOptions({
    queryKey: [...goldsKey(path), "candidate", level, item],
    gcTime: 0,
    queryFn: async (): Promise<Candidate | null> => {
      const { items } = await must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/golds/candidates", {
          params: { path, query: { level, after: item - 1, limit: 1 } },
        }),
      );
      return items.find((one) => one.item_id === item) ?? null;
    },
  });

/** An answer with an error in it, each time another. */
export const seed = (path: StageKey, level: 1 | 2, root_id: number | undefined) =>
  must(
    api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/golds/seed", {
      params: { path },
      body: { level, ...(root_id !== undefined && { root_id }) },
    }),
  );

/** Where a seeded error waits that is to be written further. */
export const seededKey = (path: StageKey, level: Level, item: number) =>
  [...goldsKey(path), "seeded", level, item] as const;

export const make = (path: StageKey, body: Schema<"GoldIn">) =>
  must(
    api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/golds", { params: { path }, body }),
  );
