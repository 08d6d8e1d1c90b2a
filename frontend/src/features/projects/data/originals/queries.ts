import { api, must, type Schema } from "~/api/client";
import { usePaged } from "~/ui/table";

export type Look = Schema<"AccessOut">;
const PAGE = 50;

/** Who saw which original, when and why, the newest first; for custodians alone. */
export const useLooks = (projectId: number, may: boolean) =>
  usePaged<Look>(["project", projectId, "originals", may], async (after) =>
    may
      ? must(
          api.GET("/api/v1/projects/{project_id}/originals", {
            params: { path: { project_id: projectId }, query: { after, limit: PAGE } },
          }),
        )
      : { items: [] },
  );

/** Looks at an original, which is logged with the reason. */
export const seeOriginal = (projectId: number, itemId: number, why: string) =>
  must(
    api.POST("/api/v1/projects/{project_id}/items/{item_id}/original", {
      params: { path: { project_id: projectId, item_id: itemId } },
      body: { why },
    }),
  );
