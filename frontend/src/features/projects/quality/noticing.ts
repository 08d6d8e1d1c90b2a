import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";
import { isProblem } from "~/api/problem";
import type { StageKey } from "../confidence/queries";

export type Rule = Schema<"RuleOut">;
export type Hit = Schema<"HitOut">;
export type Agreement = Schema<"StageAgreement">;
export type Collector = Rule["collector"];
export type Action = Rule["action"];
export type Values = Record<string, number>;

/** A figure that a condition asks for: what it is as usual, and how far it may go. */
type Asked = {
  id: "at_least" | "of_last" | "share" | "spread" | "minutes";
  low: number;
  high: number;
};
type Kind = { levels: readonly (0 | 1 | 2)[]; usual: Values; stops: boolean };

const times = (at_least: number, of_last: number, more: Values): Values => ({
  at_least,
  of_last,
  ...more,
});
/** What each collector asks for, as usual, and at which levels it has something to look at. */
export const KINDS: Record<Collector, Kind> = {
  speed: { levels: [0, 1, 2], usual: times(2, 10, { spread: 3 }), stops: true },
  skips: { levels: [0, 1, 2], usual: times(10, 20, { share: 0.5 }), stops: true },
  agreement: { levels: [0], usual: times(20, 50, { share: 0.5 }), stops: true },
  gold: { levels: [0, 1, 2], usual: times(8, 20, { share: 0.6 }), stops: true },
  returns: { levels: [0, 1], usual: times(10, 20, { share: 0.5 }), stops: true },
  devices: { levels: [0, 1, 2], usual: times(5, 100, { minutes: 10 }), stops: false },
};
const ASKED: readonly Asked[] = [
  { id: "at_least", low: 1, high: 200 },
  { id: "of_last", low: 1, high: 200 },
  { id: "share", low: 0.01, high: 0.99 },
  { id: "spread", low: 2, high: 10 },
  { id: "minutes", low: 1, high: 120 },
];
export const COLLECTORS = Object.keys(KINDS) as Collector[];

/** The figures that a collector asks for. */
export const asked = (collector: Collector): Asked[] =>
  ASKED.filter((one) => one.id in KINDS[collector].usual);

export const rulesKey = (path: StageKey) =>
  ["project", path.project_id, "rules", path.stage_id] as const;
export const readRules = (path: StageKey) => (after: number) =>
  must(
    api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/rules", {
      params: { path, query: { after, limit: 50 } },
    }),
  );

export const hitsKey = (project_id: number) => ["project", project_id, "hits"] as const;
export const readHits = (project_id: number, state: "open" | "settled") => (after: number) =>
  must(
    api.GET("/api/v1/projects/{project_id}/hits", {
      params: { path: { project_id }, query: { after, limit: 20, state } },
    }),
  );

/** One of them, open or settled; null where there is none. */
export const hitQuery = (project_id: number, hit_id: number) =>
  queryOptions({
    queryKey: [...hitsKey(project_id), "one", hit_id],
    queryFn: async (): Promise<Hit | null> => {
      for (const state of ["open", "settled"] as const) {
        const { items } = await must(
          api.GET("/api/v1/projects/{project_id}/hits", {
            params: { path: { project_id }, query: { after: hit_id + 1, limit: 1, state } },
          }),
        );
        const found = items.find((one) => one.id === hit_id);
        if (found !== undefined) return found;
      }
      return null;
    },
  });

export const agreementKey = (path: StageKey) =>
  ["project", path.project_id, "agreement-report", path.stage_id] as const;

/** As it was last counted, in all or in the week of that day; null where it was not. */
export const agreementQuery = (path: StageKey, week: string | undefined) =>
  queryOptions({
    queryKey: [...agreementKey(path), week ?? ""],
    queryFn: async (): Promise<Agreement | null> => {
      try {
        return await must(
          api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/agreement", {
            params: { path, query: { ...(week !== undefined && { week }) } },
          }),
        );
      } catch (error) {
        if (isProblem(error) && error.status === 404) return null;
        throw error;
      }
    },
  });
