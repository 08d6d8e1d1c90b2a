import { queryOptions } from "@tanstack/react-query";
import type { PictureSource } from "~/annotate";
import { api, must } from "~/api/client";
import { sourceBy } from "~/api/media";
import type { Stage } from "../../../frame/queries";
import sample from "./sample.svg";

/** A drawing to try labels on before there are pictures. */
export const SAMPLE: PictureSource = { url: sample, width: 960, height: 720 };

const TRIED = 12; // pictures that one can leaf through

/** Some of the stage's pictures, by id; none while nothing was imported. */
export const picturesQuery = (stage: Stage) =>
  queryOptions({
    queryKey: ["project", stage.project_id, "stage", stage.id, "preview"],
    queryFn: async () => {
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/items", {
          params: {
            path: { project_id: stage.project_id },
            query: { stage_id: stage.id, limit: TRIED },
          },
        }),
      );
      return page.items.map((item) => ({ id: item.id, name: item.name }));
    },
  });

/** One of them, ready to be shown. */
export const pictureQuery = (projectId: number, item: { id: number; name: string } | undefined) =>
  queryOptions({
    queryKey: ["project", projectId, "picture", item?.id ?? null],
    staleTime: 60_000,
    queryFn: async (): Promise<PictureSource> => {
      if (item === undefined) return SAMPLE;
      const read = () =>
        must(
          api.GET("/api/v1/projects/{project_id}/items/{item_id}/media", {
            params: { path: { project_id: projectId, item_id: item.id } },
          }),
        );
      const media = await read();
      if (media.width === null || media.height === null) return SAMPLE;
      const { width, height } = media;
      return { ...sourceBy(media, read), width, height, name: item.name };
    },
  });
