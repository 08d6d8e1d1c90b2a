import type { Schema } from "~/api/client";
import { usePaged } from "~/ui/table";
import { ask } from "../../loose";

export type Look = {
  id: number;
  item_id: number;
  item: string;
  by: string;
  why: string;
  at: string;
};
const PAGE = 50;

/** Who saw which original, when and why, the newest first. */
export const useLooks = (projectId: number) =>
  usePaged<Look>(["project", projectId, "originals"], (after) =>
    ask("GET", "/api/v1/projects/{project_id}/originals", {
      params: { path: { project_id: projectId }, query: { after, limit: PAGE } },
    }),
  );

/** Looks at an original, which is logged with the reason. */
export const seeOriginal = (projectId: number, itemId: number, why: string) =>
  ask<Schema<"MediaOut">>("POST", "/api/v1/projects/{project_id}/items/{item_id}/original", {
    params: { path: { project_id: projectId, item_id: itemId } },
    body: { why },
  });
