import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";
import { progressQuery } from "../../data/queries";
import type { Stage } from "../../frame/queries";
import { quoteQuery } from "../../wizard/state";
import type { Condition } from "./condition";

/** What one stage accepts, and a condition lets through, goes on to another. */
export type Flow = Omit<Schema<"FlowOut">, "condition"> & { condition: Condition | null };
/** A flow as it is asked for. */
export type Lead = Pick<Flow, "from_id" | "to_id" | "condition">;
type Settings = Omit<Schema<"StagePatch">, "name">;

const PATH = "/api/v1/projects/{project_id}/flows";
const OFTEN = 5000; // ms

/** All flows of a project, with what each has made and what waits; looked at again. */
export const flowsQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "flows"],
    refetchInterval: OFTEN,
    queryFn: async (): Promise<Flow[]> =>
      (await must(api.GET(PATH, { params: { path: { project_id: projectId } } }))) as Flow[],
  });

/** What changes a pipeline. */
export function usePipeline(projectId: number) {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ["project", projectId] });
  return {
    async flows(leads: readonly Lead[]) {
      await must(
        api.PUT(PATH, {
          params: { path: { project_id: projectId } },
          body: {
            flows: leads.map(({ from_id, to_id, condition }) => ({ from_id, to_id, condition })),
          },
        }),
      );
      await again();
    },
    async stage(stageId: number, part: Settings) {
      await must(
        api.PATCH("/api/v1/projects/{project_id}/stages/{stage_id}", {
          params: { path: { project_id: projectId, stage_id: stageId } },
          body: part,
        }),
      );
      await again();
    },
  };
}

export type Waiting = {
  /** Items that have come and are not on offer. */
  n: number;
  /** As the server says of what flows into the stage; null: it will not be for long. */
  why: Flow["why"];
  /** Minor units that are lacking, where that is why. */
  short: number;
};

/** What waits in a stage, and why; undefined until it is known. */
export function useWaiting(stage: Stage, flows: readonly Flow[]): Waiting | undefined {
  const progress = useQuery(progressQuery(stage.project_id, stage.id)).data;
  const quote = useQuery(quoteQuery(stage)).data;
  if (progress === undefined) return undefined;
  const into = flows.find((flow) => flow.to_id === stage.id && flow.why !== null);
  const short = quote === undefined ? 0 : Math.max(0, quote.total - quote.budget);
  const incomplete = stage.schema_version === null || stage.price_version === null;
  const own = incomplete
    ? "stage_incomplete"
    : stage.state !== "open"
      ? "stage_closed"
      : short > 0
        ? "budget_short"
        : null;
  return { n: progress.items.ready ?? 0, why: into?.why ?? own, short };
}
