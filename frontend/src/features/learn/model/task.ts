import { queryOptions } from "@tanstack/react-query";
import { mediaSource, preparedBy } from "~/annotate/files";
import { type Inspecting, type Kit, kitFor, type Modality, type Source } from "~/annotate/kit";
import { NO_CAPTURES } from "~/annotate/prompt/captures";
import { api, must, type Schema } from "~/api/client";
import type { CoursePlace } from "~/api/learn";
import { sourceBy } from "~/api/media";

export type Task = Schema<"QuestionTask">;
type Media = Schema<"MediaOut">;

/** What is on the board to begin with: for who judges, the answer that is judged. */
export const shownOf = (task: Task): unknown => task.subject?.answer ?? null;

/** A question with all that one needs to answer it. */
export type Opened = { id: number; task: Task; kit: Kit & Inspecting; source: Source };

async function sourceOf(task: Task, read: () => Promise<Media>): Promise<Source> {
  const { document, facts, name, width, height } = task.item;
  const modality = task.label_schema.modality as Modality;
  if (document !== null)
    return modality === "prompt"
      ? { modality, name, document, captures: NO_CAPTURES }
      : { modality: "text", name, document };
  if (facts !== null) return mediaSource(task.item, await preparedBy(read), read);
  const media = await read();
  return {
    modality: "picture",
    ...sourceBy(media, read),
    width: media.width ?? width ?? 1,
    height: media.height ?? height ?? 1,
    name,
  };
}

/** A question's task, its source and its editor's kit. An exam's are only to be had while one sits it. */
export const taskQuery = (place: CoursePlace, question_id: number) =>
  queryOptions({
    queryKey: ["learn", "task", place.project_id, place.course_id, question_id],
    staleTime: Number.POSITIVE_INFINITY,
    // Links end after some minutes: what has left the page is asked for anew.
    gcTime: 60_000,
    queryFn: async (): Promise<Opened> => {
      const path = { ...place, question_id };
      const root = "/api/v1/projects/{project_id}/courses/{course_id}/questions/{question_id}";
      const task = await must(api.GET(`${root}/task`, { params: { path } }));
      const read = () => must(api.GET(`${root}/media`, { params: { path } }));
      const [source, kit] = await Promise.all([
        sourceOf(task, read),
        kitFor(
          task.label_schema.modality as Modality,
          task.label_schema,
          task.subject?.answer,
          task.given,
        ),
      ]);
      return { id: question_id, task, source, kit: { ...kit, ...(await kit.inspecting()) } };
    },
  });
