import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Act = Schema<"ActOut">;
export type Kind = Act["kind"];
export type Scope = Schema<"Scope">;
export type Row = Schema<"ActRowOut">;

const UNDER_WAY: readonly Act["state"][] = ["counting", "doing", "undoing"];

/** One act; while it is under way it is looked at every second. */
export const actQuery = (projectId: number, actId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "act", actId],
    refetchInterval: (query) =>
      query.state.data !== undefined && UNDER_WAY.includes(query.state.data.state) ? 1000 : false,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/acts/{act_id}", {
          params: { path: { project_id: projectId, act_id: actId } },
        }),
      ),
  });

/** What happens to an act. */
export const actOn = (projectId: number, actId: number, what: "start" | "stop" | "undo") => {
  const params = { path: { project_id: projectId, act_id: actId } };
  if (what === "start")
    return must(api.POST("/api/v1/projects/{project_id}/acts/{act_id}/start", { params }));
  if (what === "stop")
    return must(api.POST("/api/v1/projects/{project_id}/acts/{act_id}/stop", { params }));
  return must(api.POST("/api/v1/projects/{project_id}/acts/{act_id}/undo", { params }));
};

const CODES = [
  "not_found",
  "not_accepted",
  "not_in_work",
  "in_pieces",
  "in_hands",
  "mending",
  "in_release",
  "is_out",
  "not_out",
  "winding_down",
  "nothing_open",
  "same_priority",
  "not_held",
  "budget_short",
  "stage_incomplete",
  "claimed",
  "changed",
  "opened",
  "begun",
  "not_open",
  "place_taken",
] as const;

/** Why something was not done, as a word that we have a sentence for. */
export const codeOf = (code: string | null) => CODES.find((one) => one === code) ?? "other";
