import { useQueryClient } from "@tanstack/react-query";
import { type Schema as LabelSchema, readSchema } from "~/annotate/core/doc";
import { api, must, type Schema } from "~/api/client";
import { type Stage, stagesQuery } from "../frame/queries";
import { type PolicyDraft, settingsOf } from "./policy/model";
import { guidelineQuery, pricesQuery, schemaQuery } from "./versions";

/** What changes a stage's design, each with the stage as it is afterwards made known to the page. */
export function useSaving(stage: Stage) {
  const client = useQueryClient();
  const path = { project_id: stage.project_id, stage_id: stage.id };
  const again = () => client.invalidateQueries({ queryKey: ["project", stage.project_id] });
  const known = (part: Partial<Stage>) =>
    client.setQueryData(stagesQuery(stage.project_id).queryKey, (old) =>
      old?.map((one) => (one.id === stage.id ? { ...one, ...part } : one)),
    );
  return {
    async schema(definition: LabelSchema) {
      const made = await must(
        api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/schemas", {
          params: { path },
          body: { definition },
        }),
      );
      // What was just sent need not be read again: the page goes on without a gap.
      const now = { ...stage, schema_version: made.version };
      client.setQueryData(schemaQuery(now).queryKey, readSchema(made.definition));
      known({ schema_version: made.version });
      await again();
      return made;
    },
    async guideline(body: string, must_read = false) {
      const made = await must(
        api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/guidelines", {
          params: { path },
          body: { body, must_read },
        }),
      );
      const now = { ...stage, guideline_version: made.version };
      client.setQueryData(guidelineQuery(now).queryKey, made);
      known({ guideline_version: made.version });
      await again();
      return made;
    },
    async prices(body: Schema<"PriceIn">) {
      const made = await must(
        api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/prices", {
          params: { path },
          body,
        }),
      );
      const cards = client.getQueryData(pricesQuery(stage).queryKey) ?? [];
      const now = { ...stage, price_version: made.version };
      client.setQueryData(pricesQuery(now).queryKey, [made, ...cards]);
      known({ price_version: made.version });
      await again();
      return made;
    },
    async policy(draft: PolicyDraft) {
      const now = await must(
        api.PATCH("/api/v1/projects/{project_id}/stages/{stage_id}", {
          params: { path },
          body: settingsOf(draft),
        }),
      );
      known(now);
      await again();
      return now;
    },
    async quality(quality: Schema<"Quality">, inspect: Schema<"StagePatch">) {
      const now = await must(
        api.PATCH("/api/v1/projects/{project_id}/stages/{stage_id}", {
          params: { path },
          body: { ...inspect, quality },
        }),
      );
      known(now);
      await again();
      return now;
    },
  };
}
