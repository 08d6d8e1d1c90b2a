import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Report = Schema<"ReportOut">;
export type Figures = Schema<"Figures">;
export type Shares = Schema<"SharesFigures">;
export type Check = Schema<"ReportCheckOut">;
export type Sheet = Schema<"SheetOut">;
export type Sample = Schema<"BlindSampleOut">;
export type Targets = Schema<"TargetsOut">;
export type Validity = Schema<"ValidityOut">;

const UNDER_WAY = new Set<string>(["queued", "running", "failed"]);

/** Whether a report is being counted. */
export const isCounting = (report: Report | undefined): boolean =>
  report?.counting != null && UNDER_WAY.has(report.counting.state);

/** The newest releases of the project; those that are ready have papers. */
export const releasesQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "releases", "for reports"],
    queryFn: async () => {
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/releases", {
          params: { path: { project_id: projectId }, query: { limit: 200 } },
        }),
      );
      return page.items.filter((one) => one.state === "ready" || one.state === "closed").reverse();
    },
  });

/** A release's quality report, asked after while it is being counted. */
export const reportQuery = (projectId: number, releaseId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "report", releaseId],
    refetchInterval: (query) => (isCounting(query.state.data) ? 1000 : false),
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/releases/{release_id}/report", {
          params: { path: { project_id: projectId, release_id: releaseId } },
        }),
      ),
  });

/** A release's data sheet. */
export const sheetQuery = (projectId: number, releaseId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "sheet", releaseId],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/releases/{release_id}/sheet", {
          params: { path: { project_id: projectId, release_id: releaseId } },
        }),
      ),
  });

/** What a stage aims at. */
export const targetsQuery = (projectId: number, stageId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "targets", stageId],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/targets", {
          params: { path: { project_id: projectId, stage_id: stageId } },
        }),
      ),
  });

/** The checklist of how the set is made. */
export const checksQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "checks"],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/checks", {
          params: { path: { project_id: projectId } },
        }),
      ),
  });

/** A release's blind samples, asked after while one is being drawn. */
export const samplesQuery = (projectId: number, releaseId: number) =>
  infiniteQueryOptions({
    queryKey: ["project", projectId, "samples", releaseId],
    initialPageParam: 0,
    getNextPageParam: (last: Schema<"Page_BlindSampleOut_">) => last.next ?? undefined,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some((one) => one.state === "drawing"))
        ? 1000
        : false,
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/projects/{project_id}/releases/{release_id}/samples", {
          params: {
            path: { project_id: projectId, release_id: releaseId },
            query: { after: pageParam, limit: 50 },
          },
        }),
      ),
  });

/** One blind sample, asked after while it is drawn or looked at. */
export const sampleQuery = (projectId: number, sampleId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "sample", sampleId],
    refetchInterval: (query) => (query.state.data?.state === "closed" ? false : 5000),
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/samples/{sample_id}", {
          params: { path: { project_id: projectId, sample_id: sampleId } },
        }),
      ),
  });

/** How far models come that were trained with a release. */
export const validityQuery = (projectId: number, releaseId: number) =>
  infiniteQueryOptions({
    queryKey: ["project", projectId, "validity", releaseId],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/projects/{project_id}/releases/{release_id}/validity", {
          params: {
            path: { project_id: projectId, release_id: releaseId },
            query: { after: pageParam, limit: 50 },
          },
        }),
      ),
    getNextPageParam: (last) => last.next ?? undefined,
  });

/** Where a release's papers are. */
export const paperOf = (
  projectId: number,
  releaseId: number,
  paper: "report/pdf" | "report/workbook" | "sheet/pdf" | "sheet/markdown",
  language: string,
) => `/api/v1/projects/${projectId}/releases/${releaseId}/${paper}?lang=${language}`;

/** Opens a file whose address holds for a short time only. */
export function save({ url, filename }: Schema<"ReportFileOut">): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  document.body.append(link);
  link.click();
  link.remove();
}
