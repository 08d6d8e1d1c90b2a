import { useInfiniteQuery } from "@tanstack/react-query";
import { ask } from "../../loose";
import type { Item } from "../queries";

/** Items that are nearly the same, the first that came first. */
export type Group = { items: Item[] };
type Page = { items: Group[]; next?: number | null };
const PAGE = 12;

/** The groups of nearly equal items of a stage, page by page. */
export const useAlike = (projectId: number, stageId: number) =>
  useInfiniteQuery({
    queryKey: ["project", projectId, "stage", stageId, "alike"],
    initialPageParam: 0,
    enabled: stageId > 0,
    getNextPageParam: (page: Page) => page.next ?? undefined,
    queryFn: ({ pageParam }) =>
      ask<Page>("GET", "/api/v1/projects/{project_id}/stages/{stage_id}/alike", {
        params: {
          path: { project_id: projectId, stage_id: stageId },
          query: { after: pageParam, limit: PAGE },
        },
      }),
  });
