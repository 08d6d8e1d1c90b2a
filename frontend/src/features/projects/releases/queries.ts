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

/** The version that is proposed for the next release of a stage, or for a patch of one. */
export const nextQuery = (projectId: number, stageId: number, patchesId?: number) =>
  queryOptions({
    queryKey: ["project", projectId, "releases", "next", stageId, patchesId ?? null],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/releases/next/{stage_id}", {
          params: {
            path: { project_id: projectId, stage_id: stageId },
            query: { patches_id: patchesId },
          },
        }),
      ),
  });

/** Opens the file of a release, or one of several from 1, as a download; its address holds for a
 * short time only. */
export async function download(projectId: number, releaseId: number, part?: number): Promise<void> {
  const { url, filename } = await must(
    api.GET("/api/v1/projects/{project_id}/releases/{release_id}/download", {
      params: { path: { project_id: projectId, release_id: releaseId }, query: { part } },
    }),
  );
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  document.body.append(link);
  link.click();
  link.remove();
}
