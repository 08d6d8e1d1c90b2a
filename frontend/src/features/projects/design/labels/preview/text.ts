import { queryOptions } from "@tanstack/react-query";
import type { TextSchema } from "~/annotate/core/doc";
import { api, must } from "~/api/client";
import type { Stage } from "../../../frame/queries";
import type { Part, Ready } from "../gallery/queries";

export type Document = { parts: readonly Part[] };

const TRIED = 12; // texts that one can leaf through

/** Some of the stage's texts, by id; none while nothing was imported. */
export const textsQuery = (stage: Stage) =>
  queryOptions({
    queryKey: ["project", stage.project_id, "stage", stage.id, "preview", "texts"],
    queryFn: async () => {
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/items", {
          params: {
            path: { project_id: stage.project_id },
            query: { stage_id: stage.id, limit: TRIED },
          },
        }),
      );
      return page.items.flatMap((item) => (item.media_type === "text/plain" ? [item.id] : []));
    },
  });

/** One of them, whole; null without an id. */
export const textQuery = (projectId: number, id: number | undefined) =>
  queryOptions({
    queryKey: ["project", projectId, "text", id ?? null],
    queryFn: async (): Promise<Document | null> => {
      if (id === undefined) return null;
      const item = await must(
        api.GET("/api/v1/projects/{project_id}/items/{item_id}", {
          params: { path: { project_id: projectId, item_id: id } },
        }),
      );
      return item.document as Document | null;
    },
  });

const PLAIN =
  "한빛데이터의 김서연 대표는 2024년 3월 5일 서울에서 새 지도를 발표했다. 두레라는 이름의 이 지도는 마을 사람 서른 명이 함께 만들었다. 발표를 들은 이들은 “내 손으로 그린 길이 있어서 반갑다”고 말했다.";
const TURNS = [
  "예약한 방을 하루 미룰 수 있을까요?",
  "네, 가능합니다. 예약 번호를 알려 주시겠어요?",
  "2207번이에요. 감사합니다.",
];
const ASKED = "초등학생에게 무지개가 생기는 까닭을 설명해 줘.";
const RESPONSES = [
  "햇빛이 빗방울을 지나면서 꺾이면 여러 색으로 나뉘어요. 그래서 비 온 뒤에 무지개가 보여요.",
  "무지개는 빛의 굴절, 반사, 분산 현상입니다.",
  "무지개는 하늘에 있는 다리예요. 요정이 칠했답니다.",
];

const parts = (texts: readonly string[], role: (at: number) => string | null): Part[] =>
  texts.map((text, at) => ({ id: `t${at + 1}`, role: role(at), text }));

/** A text to try a schema on before there are any: of the shape that its questions are about. */
export function sampleFor(schema: TextSchema, gallery: readonly Ready[]): Document {
  const names = (labels: readonly { name: string }[]) => labels.map((one) => one.name).join("\n");
  const known = gallery.find(
    (one) => one.example.parts && names(one.definition.labels) === names(schema.labels),
  );
  if (known?.example.parts !== undefined) return { parts: known.example.parts };
  const roles = [
    ...new Set(schema.labels.flatMap((one) => ("roles" in one ? (one.roles ?? []) : []))),
  ];
  if (schema.labels.some((one) => one.kind === "comparison" || one.kind === "ranking")) {
    const role = roles[0] ?? null;
    const asked = { id: "p", role: "prompt", text: ASKED };
    return { parts: [...(role === null ? [] : [asked]), ...parts(RESPONSES, () => role)] };
  }
  if (roles.length > 0 || schema.labels.some((one) => "per" in one && one.per === "part")) {
    const cycle = roles.length > 0 ? roles : ["user", "assistant"];
    return { parts: parts(TURNS, (at) => cycle[at % cycle.length] ?? null) };
  }
  return { parts: [{ id: "text", role: null, text: PLAIN }] };
}
