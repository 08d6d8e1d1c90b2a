import { queryOptions } from "@tanstack/react-query";
import { mediaSource, preparedBy } from "~/annotate/files";
import type { Source } from "~/annotate/kit";
import { api, must, type Schema } from "~/api/client";
import { sourceBy } from "~/api/media";

/** An item as an editor takes it, once its files are made. */
export const sourceQuery = (projectId: number, item: Schema<"ItemWhole">) =>
  queryOptions({
    queryKey: ["project", projectId, "source", item.id],
    staleTime: 60_000,
    retry: false,
    queryFn: async (): Promise<Source> => {
      const { name, document } = item;
      if (document !== null) return { modality: "text", name, document };
      const path = { project_id: projectId, item_id: item.id };
      const read = () =>
        must(api.GET("/api/v1/projects/{project_id}/items/{item_id}/media", { params: { path } }));
      if (item.facts !== null)
        return mediaSource({ name, facts: item.facts }, await preparedBy(read), read);
      const media = await read();
      const width = media.width ?? item.width ?? 4;
      const height = media.height ?? item.height ?? 3;
      return { modality: "picture", ...sourceBy(media, read), width, height, name };
    },
  });
