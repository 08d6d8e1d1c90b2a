import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";
import type { Finding, ItemState } from "./words";

export type Item = Schema<"ItemOut">;
export type Filter = Finding & {
  state?: ItemState;
  batch_id?: number;
  stage_id?: number;
  q?: string;
};

/** The filter alone, without what else the address says of the list. */
export const filterOf = (search: Filter): Filter => ({
  state: search.state,
  batch_id: search.batch_id,
  stage_id: search.stage_id,
  q: search.q,
  label: search.label,
  person: search.person,
  verdict: search.verdict,
  reason: search.reason,
  day: search.day,
  meta_key: search.meta_value === undefined ? undefined : search.meta_key,
  meta_value: search.meta_key === undefined ? undefined : search.meta_value,
  asked: search.asked,
  priority: search.priority,
});

/** The filter as the API takes it. */
export const asked = (filter: Filter) => ({
  ...filterOf(filter),
  state: filter.state === undefined ? undefined : statesOf(filter.state),
});

const PAGE = 60;

/** What a filter by state lets through: what is released has been accepted, too. */
export const statesOf = (state: ItemState): ItemState[] =>
  state === "accepted" ? ["accepted", "released"] : [state];

/** Items of a project by some filter, page by page. */
export const itemsQuery = (projectId: number, filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ["project", projectId, "items", filterOf(filter)],
    initialPageParam: "",
    getNextPageParam: (page: { next?: string | null }) => page.next ?? undefined,
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/projects/{project_id}/items", {
          params: {
            path: { project_id: projectId },
            query: {
              after: pageParam,
              limit: PAGE,
              ...asked(filter),
            },
          },
        }),
      ),
  });

/** One item with its tasks and what happened to it. */
export const itemQuery = (projectId: number, itemId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "item", itemId],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/items/{item_id}", {
          params: { path: { project_id: projectId, item_id: itemId } },
        }),
      ),
  });

/** Where an item's picture is, for some minutes. */
export const mediaQuery = (projectId: number, itemId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "media", itemId],
    staleTime: 240_000,
    retry: false,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/items/{item_id}/media", {
          params: { path: { project_id: projectId, item_id: itemId } },
        }),
      ),
  });

/** One import. */
export const batchQuery = (projectId: number, batchId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "batch", batchId],
    refetchInterval: (query) =>
      query.state.data?.state === "pending" || query.state.data?.state === "importing"
        ? 1000
        : false,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/batches/{batch_id}", {
          params: { path: { project_id: projectId, batch_id: batchId } },
        }),
      ),
  });

/** How many items, tasks and pieces of work of a stage are in which state. */
export const progressQuery = (projectId: number, stageId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "progress", stageId],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/progress", {
          params: { path: { project_id: projectId, stage_id: stageId } },
        }),
      ),
  });
