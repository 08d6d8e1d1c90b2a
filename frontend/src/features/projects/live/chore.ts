import { useQuery } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

const ENDED = new Set<Schema<"ChoreOut">["state"]>(["done", "dead", "cancelled"]);

/** Background work of a project, asked after until it has ended; undefined until it is known. */
export function useChore(
  projectId: number,
  choreId: number | null,
): Schema<"ChoreOut"> | undefined {
  const { data } = useQuery({
    queryKey: ["project", projectId, "chore", choreId],
    enabled: choreId !== null,
    refetchInterval: (query) =>
      query.state.data !== undefined && ENDED.has(query.state.data.state) ? false : 800,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/chores/{chore_id}", {
          params: { path: { project_id: projectId, chore_id: choreId ?? 0 } },
        }),
      ),
  });
  return data;
}
