import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { api, must } from "~/api/client";
import type { Stage } from "../../frame/queries";
import { bodyOf, type ModelDraft } from "./model";

const MANY = 20; // items to try a model on, one after the other

const PATH = "/api/v1/projects/{project_id}/stages/{stage_id}/model";
const at = (stage: Stage) => ({ path: { project_id: stage.project_id, stage_id: stage.id } });

/** The stage's model and how it does, looked at again while that changes. */
export const modelQuery = (stage: Stage) =>
  queryOptions({
    queryKey: ["project", stage.project_id, "stage", stage.id, "model"],
    refetchInterval: (query) => {
      const standing = query.state.data?.standing;
      if (standing === "asking") return 2000;
      return standing === "waiting" || standing === "resting" ? 5000 : false;
    },
    queryFn: () => must(api.GET(PATH, { params: at(stage) })),
  });

/** The first items of the stage, to try the model on. */
export const triesQuery = (stage: Stage) =>
  queryOptions({
    queryKey: ["project", stage.project_id, "stage", stage.id, "tries"],
    queryFn: async () => {
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/items", {
          params: {
            path: { project_id: stage.project_id },
            query: { stage_id: stage.id, limit: MANY },
          },
        }),
      );
      return page.items.map((item) => item.id);
    },
  });

/** What is done to the stage's model. */
export function useModel(stage: Stage) {
  const client = useQueryClient();
  return {
    async save(draft: ModelDraft, secret: string) {
      const now = await must(api.PUT(PATH, { params: at(stage), body: bodyOf(draft, secret) }));
      client.setQueryData(modelQuery(stage).queryKey, now);
    },
    async forget() {
      await must(api.DELETE(PATH, { params: at(stage) }));
      await client.invalidateQueries({ queryKey: modelQuery(stage).queryKey });
    },
    attempt: (item: number | undefined) =>
      must(api.POST(`${PATH}/try`, { params: at(stage), body: { item_id: item ?? null } })),
  };
}
