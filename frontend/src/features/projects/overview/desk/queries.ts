import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Hours = Schema<"DeskHoursOut">["days"];
export type Throughput = Schema<"DeskThroughputOut">;
export type Queues = Schema<"DeskQueuesOut">;
export type Balance = Schema<"DeskBalanceOut">["groups"][number];

const asked = (projectId: number, stageId: number | undefined) => ({
  params: { path: { project_id: projectId }, query: { stage_id: stageId } },
});
const key = (projectId: number, stageId: number | undefined, part: string) => [
  "project",
  projectId,
  "overview",
  stageId ?? null,
  part,
];

/** Hand-ins and verdicts of two weeks, hour by hour. */
export const hoursQuery = (projectId: number, stageId?: number) =>
  queryOptions({
    queryKey: key(projectId, stageId, "hours"),
    queryFn: () =>
      must(api.GET("/api/v1/projects/{project_id}/overview/hours", asked(projectId, stageId))),
  });

/** Who has done how much in a week. */
export const throughputQuery = (projectId: number, stageId?: number) =>
  queryOptions({
    queryKey: key(projectId, stageId, "people"),
    queryFn: () =>
      must(api.GET("/api/v1/projects/{project_id}/overview/people", asked(projectId, stageId))),
  });

/** What waits, and with whom something lies. */
export const queuesQuery = (projectId: number, stageId?: number) =>
  queryOptions({
    queryKey: key(projectId, stageId, "queues"),
    queryFn: () =>
      must(api.GET("/api/v1/projects/{project_id}/overview/queues", asked(projectId, stageId))),
  });

/** What accepted items say, against what was aimed at. */
export const balanceQuery = (projectId: number, stageId?: number) =>
  queryOptions({
    queryKey: key(projectId, stageId, "balance"),
    queryFn: () =>
      must(api.GET("/api/v1/projects/{project_id}/overview/balance", asked(projectId, stageId))),
  });
