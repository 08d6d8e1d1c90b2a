import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { api, must } from "~/api/client";
import type { Stage } from "../../frame/queries";
import { type QuotaDraft, type Quotas, sentOf } from "./model";

const PATH = "/api/v1/projects/{project_id}/stages/{stage_id}/quotas";
const at = (stage: Stage) => ({ path: { project_id: stage.project_id, stage_id: stage.id } });
const OFTEN = 5000; // ms

/** How many of each group are wanted, are under way or done, and are accepted; looked at again. */
export const quotasQuery = (stage: Stage) =>
  queryOptions({
    queryKey: ["project", stage.project_id, "stage", stage.id, "quotas"],
    refetchInterval: OFTEN,
    queryFn: (): Promise<Quotas> => must(api.GET(PATH, { params: at(stage) })),
  });

/** Sets the goals anew. */
export function useQuotas(stage: Stage) {
  const client = useQueryClient();
  return async (draft: QuotaDraft) => {
    const now = await must(api.PUT(PATH, { params: at(stage), body: sentOf(draft) }));
    client.setQueryData(quotasQuery(stage).queryKey, now);
  };
}
