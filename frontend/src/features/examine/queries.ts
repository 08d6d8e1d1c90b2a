import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Next = Schema<"ExaminedNext">;
export type Examined = Schema<"ExaminedItem">;

type Of = { projectId: number; sampleId: number };
const pathOf = ({ projectId, sampleId }: Of) => ({ project_id: projectId, sample_id: sampleId });

/** The item to look at now; asking for it keeps it for this person. */
export const nextQuery = (of: Of) =>
  queryOptions({
    queryKey: ["examine", of.projectId, of.sampleId],
    refetchOnWindowFocus: false,
    queryFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/samples/{sample_id}/next", {
          params: { path: pathOf(of) },
        }),
      ),
  });

/** Where the item's file is. */
export const mediaQuery = (of: Of, itemId: number) =>
  queryOptions({
    queryKey: ["examine", of.projectId, of.sampleId, "media", itemId],
    staleTime: 4 * 60_000,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/samples/{sample_id}/items/{item_id}/media", {
          params: { path: { ...pathOf(of), item_id: itemId } },
        }),
      ),
  });

/** Says whether an item is right. */
export const judge = (of: Of, itemId: number, body: Schema<"VerdictIn">) =>
  must(
    api.POST("/api/v1/projects/{project_id}/samples/{sample_id}/items/{item_id}", {
      params: { path: { ...pathOf(of), item_id: itemId } },
      body,
    }),
  );
