import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Reason = Schema<"ReasonOut">;

/** The taxonomy of what can be wrong with an answer, retired entries included. */
export const reasonsQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "reasons"],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/reasons", {
          params: { path: { project_id: projectId } },
        }),
      ),
  });

/** A code that no reason has yet, made of its English words where they give one. */
export function codeFor(en: string, taken: ReadonlySet<string>): string {
  const base =
    en
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^[^a-z]+|_+$/g, "")
      .slice(0, 36) || "reason";
  if (!taken.has(base)) return base;
  for (let n = 2; ; n += 1) if (!taken.has(`${base}_${n}`)) return `${base}_${n}`;
}
