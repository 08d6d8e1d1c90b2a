import { queryOptions } from "@tanstack/react-query";
import { type Schema as LabelSchema, readSchema } from "~/annotate/core/doc";
import { api, must } from "~/api/client";
import type { Stage } from "../frame/queries";

const MANY = 100; // versions of one thing; more are read no further

const at = (stage: Stage) => ({ project_id: stage.project_id, stage_id: stage.id });
const key = (stage: Stage, what: string, version: number | null) =>
  ["project", stage.project_id, "stage", stage.id, what, version] as const;

/** The label schema that a claim made now would pin; null where there is none yet. */
export const schemaQuery = (stage: Stage) =>
  queryOptions({
    queryKey: key(stage, "schema", stage.schema_version),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<LabelSchema | null> => {
      if (stage.schema_version === null) return null;
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/schemas", {
          params: { path: at(stage), query: { after: stage.schema_version - 1, limit: 1 } },
        }),
      );
      return page.items[0] === undefined ? null : readSchema(page.items[0].definition);
    },
  });

/** All versions of the label schema, the newest first. */
export const schemasQuery = (stage: Stage) =>
  queryOptions({
    queryKey: key(stage, "schemas", stage.schema_version),
    queryFn: async () => {
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/schemas", {
          params: {
            path: at(stage),
            query: { after: Math.max(0, (stage.schema_version ?? 0) - MANY), limit: MANY },
          },
        }),
      );
      return page.items.toReversed();
    },
  });

/** The guideline that a claim made now would pin; null where there is none yet. */
export const guidelineQuery = (stage: Stage) =>
  queryOptions({
    queryKey: key(stage, "guideline", stage.guideline_version),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      if (stage.guideline_version === null) return null;
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/guidelines", {
          params: { path: at(stage), query: { after: stage.guideline_version - 1, limit: 1 } },
        }),
      );
      return page.items[0] ?? null;
    },
  });

/** All versions of the guideline, the newest first. */
export const guidelinesQuery = (stage: Stage) =>
  queryOptions({
    queryKey: key(stage, "guidelines", stage.guideline_version),
    queryFn: async () => {
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/guidelines", {
          params: {
            path: at(stage),
            query: { after: Math.max(0, (stage.guideline_version ?? 0) - MANY), limit: MANY },
          },
        }),
      );
      return page.items.toReversed();
    },
  });

/** All price cards, the newest first: the first is what a claim made now would pin. */
export const pricesQuery = (stage: Stage) =>
  queryOptions({
    queryKey: key(stage, "prices", stage.price_version),
    queryFn: async () => {
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/prices", {
          params: {
            path: at(stage),
            query: { after: Math.max(0, (stage.price_version ?? 0) - MANY), limit: MANY },
          },
        }),
      );
      return page.items.toReversed();
    },
  });
