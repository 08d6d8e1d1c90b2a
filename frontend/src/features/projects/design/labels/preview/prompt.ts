import { queryOptions } from "@tanstack/react-query";
import type { Part } from "~/annotate/prompt/doc";
import { api, must } from "~/api/client";
import type { Stage } from "../../../frame/queries";

export type Prompt = { name: string; parts: readonly Part[] };

const TRIED = 12; // prompts that one can leaf through

/** Some of the stage's prompts, whole; none while nothing was written. */
export const promptsQuery = (stage: Stage) =>
  queryOptions({
    queryKey: ["project", stage.project_id, "stage", stage.id, "preview", "prompts"],
    queryFn: async (): Promise<Prompt[]> => {
      const path = { project_id: stage.project_id };
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/items", {
          params: { path, query: { stage_id: stage.id, limit: TRIED } },
        }),
      );
      const whole = await Promise.all(
        page.items.map((item) =>
          must(
            api.GET("/api/v1/projects/{project_id}/items/{item_id}", {
              params: { path: { ...path, item_id: item.id } },
            }),
          ),
        ),
      );
      return whole.flatMap(({ name, document }) =>
        document === null ? [] : [{ name, parts: (document as { parts: Part[] }).parts }],
      );
    },
  });

const SAMPLES: readonly Part[] = [
  { id: "1", role: "read", text: "오늘은 바람이 많이 부네요." },
  { id: "2", role: "read", text: "내일은 비가 온다고 했어요." },
  { id: "3", role: "scene", text: "횡단보도가 보이는 길" },
  { id: "4", role: "write", text: "친구에게 보내는 생일 축하 글" },
];

/** A prompt to try a schema on before there are any: of the roles that its questions are about. */
export function samplePrompt(kinds: ReadonlySet<string>): Prompt {
  const roles = [
    ...(kinds.has("recording") ? ["read"] : []),
    ...(kinds.has("photograph") || kinds.has("film") || kinds.has("file") ? ["scene"] : []),
    ...(kinds.has("writing") ? ["write"] : []),
  ];
  const parts = SAMPLES.filter(({ role }) => roles.includes(role ?? ""));
  return { name: "", parts: parts.length > 0 ? parts : SAMPLES.slice(0, 1) };
}
