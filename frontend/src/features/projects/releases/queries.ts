import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Release = Schema<"ReleaseOut">;
export type Format = Release["format"];

/** One release with its manifest, asked after while it is being built. */
export const releaseQuery = (projectId: number, releaseId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "release", releaseId],
    refetchInterval: (query) => (query.state.data?.state === "building" ? 800 : false),
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/releases/{release_id}", {
          params: { path: { project_id: projectId, release_id: releaseId } },
        }),
      ),
  });

/** Opens the file of a release as a download; its address holds for a short time only. */
export async function download(projectId: number, releaseId: number): Promise<void> {
  const { url, filename } = await must(
    api.GET("/api/v1/projects/{project_id}/releases/{release_id}/download", {
      params: { path: { project_id: projectId, release_id: releaseId } },
    }),
  );
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  document.body.append(link);
  link.click();
  link.remove();
}
