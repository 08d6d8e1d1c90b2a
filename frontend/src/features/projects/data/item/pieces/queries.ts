import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Seam = {
  what: "doubled" | "joined" | "agreed" | "trimmed" | "dropped";
  label: string;
  annotation: string | null;
  from: { piece: number; annotation: string }[];
  differs: string[];
};
export type Merged = {
  answer: { modality: string; annotations: unknown[] };
  seams: Seam[];
  faults: { code: string; detail: string }[];
};
type Pieces = Omit<Schema<"PiecesOut">, "merged"> & { merged: Merged | null };

/** The pieces of an item, what was answered of each, and how that was put together. */
export const piecesQuery = (projectId: number, itemId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "item", itemId, "pieces"],
    queryFn: async () =>
      (await must(
        api.GET("/api/v1/projects/{project_id}/items/{item_id}/pieces", {
          params: { path: { project_id: projectId, item_id: itemId } },
        }),
      )) as Pieces,
  });
