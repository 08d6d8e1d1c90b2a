import { api, must, type Schema } from "~/api/client";

export type Reason = Schema<"ExcludeIn">["reason"];
export const REASONS = [
  "duplicate",
  "unreadable",
  "off_topic",
  "private",
  "rights",
  "withdrawn",
  "other",
] as const satisfies readonly Reason[];

const at = (projectId: number, itemId: number) => ({
  path: { project_id: projectId, item_id: itemId },
});

/** Takes an item out of the data set. */
export const leaveOut = (projectId: number, itemId: number, reason: Reason) =>
  must(
    api.POST("/api/v1/projects/{project_id}/items/{item_id}/exclude", {
      params: at(projectId, itemId),
      body: { reason },
    }),
  );

/** Brings an item back that was taken out. */
export const restore = (projectId: number, itemId: number) =>
  must(
    api.POST("/api/v1/projects/{project_id}/items/{item_id}/restore", {
      params: at(projectId, itemId),
    }),
  );
