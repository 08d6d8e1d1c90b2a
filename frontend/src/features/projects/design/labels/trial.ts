import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Schema } from "~/annotate/core/doc";
import { api, must } from "~/api/client";
import { isProblem } from "~/api/problem";
import type { Stage } from "../../frame/queries";
import type { ServerError } from "./said";

const PAUSE = 600; // ms of quiet before the server is asked

/** What the server says of a schema that is not kept yet, and how old answers fit it. */
export function useTrial(stage: Stage, schema: Schema, wanted: boolean) {
  const text = JSON.stringify(schema);
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useQuery({
    queryKey: ["project", stage.project_id, "stage", stage.id, "trial", asked],
    enabled: wanted && schema.labels.length > 0,
    retry: false,
    staleTime: 30_000,
    placeholderData: keepPreviousData,
    queryFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/schemas/check", {
          params: { path: { project_id: stage.project_id, stage_id: stage.id } },
          body: { definition: JSON.parse(asked) },
        }),
      ),
  });
  const current = wanted && asked === text && !query.isPlaceholderData;
  const errors: readonly ServerError[] =
    current && isProblem(query.error) && query.error.code === "schema_refused"
      ? query.error.errors
      : [];
  return {
    errors,
    busy: wanted && schema.labels.length > 0 && (asked !== text || query.isFetching),
    fit: query.isError ? undefined : query.data,
  };
}

export type Trial = ReturnType<typeof useTrial>;
