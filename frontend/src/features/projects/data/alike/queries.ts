import { useInfiniteQuery } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

/** Items that are nearly the same, the first that came first. */
export type Group = Page["items"][number];
export type Alike = Schema<"AlikeOut">;
type Page = Schema<"GroupsPage">;
const PAGE = 12;
const AGAIN = 2000; // ms, while the stage's files are still compared

/** The groups of nearly equal items of a stage, page by page. */
export const useAlike = (projectId: number, stageId: number) =>
  useInfiniteQuery({
    queryKey: ["project", projectId, "stage", stageId, "alike"],
    initialPageParam: 0,
    enabled: stageId > 0,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.looking) ? AGAIN : false,
    getNextPageParam: (page: Page) => page.next ?? undefined,
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/alike", {
          params: {
            path: { project_id: projectId, stage_id: stageId },
            query: { after: pageParam, limit: PAGE },
          },
        }),
      ),
  });
