import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Figures = Schema<"MemberFigures">;

/** The team with what each has done, by pseudonym. */
export const figuresQuery = (projectId: number) =>
  infiniteQueryOptions({
    queryKey: ["project", projectId, "members", "figures"],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/projects/{project_id}/members/figures", {
          params: { path: { project_id: projectId }, query: { after: pageParam, limit: 50 } },
        }),
      ),
    getNextPageParam: (last) => last.next ?? undefined,
  });
