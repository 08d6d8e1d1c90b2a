import {
  type QueryClient,
  queryOptions,
  skipToken,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { mediaSource } from "~/annotate/files";
import { type Inspecting, type Kit, kitFor, type Modality, type Source } from "~/annotate/kit";
import { readingBy } from "~/annotate/prompt/captures";
import { readCaptures } from "~/api/captures";
import { api, must, type Schema } from "~/api/client";
import { shownAt, sourceBy } from "~/api/media";
import { Problem } from "~/api/problem";
import { workQuery } from "../queries";

export type Work = Schema<"WorkOut">;

/** Whether it is to be decided between several answers. */
export const isBetween = ({ subject }: Work): boolean => subject?.side_by_side === true;

/** The short-lived addresses of what a task shows; asked again while what it is shown from is made. */
export const mediaQuery = (projectId: number, itemId: number, taskId: number) =>
  queryOptions({
    queryKey: ["review", "media", projectId, itemId, taskId],
    staleTime: (query) => (query.state.data?.expires_in ?? 0) * 800,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/items/{item_id}/media", {
          params: {
            path: { project_id: projectId, item_id: itemId },
            query: { task_id: taskId },
          },
        }),
      ),
  });

const isText = (work: Work): boolean => work.item.document !== null;
const modalityOf = ({ label_schema }: Work): Modality => label_schema.modality as Modality;

/** What works on a piece, for who inspects it. */
export type ReviewKit = Kit & Inspecting;

async function kitOf(work: Work): Promise<ReviewKit> {
  const answers = work.turns.map((turn) => turn.answer);
  const kit = await kitFor(modalityOf(work), work.label_schema, ...answers);
  return { ...kit, ...(await kit.inspecting()) };
}

/** The same; its code is loaded once. */
const kitQuery = (work: Work | undefined) =>
  queryOptions({
    queryKey: ["kit", work?.id, work?.turns.length],
    staleTime: Number.POSITIVE_INFINITY,
    networkMode: "always",
    queryFn: work === undefined ? skipToken : () => kitOf(work),
  });

function sourceOf(
  work: Work,
  media: Schema<"MediaOut"> | undefined,
  client: QueryClient,
): Source | null {
  const { document, facts, name } = work.item;
  if (document !== null && modalityOf(work) !== "prompt")
    return { modality: "text", name, document };
  if (document !== null) {
    const of = { project_id: work.project_id, assignment_id: work.subject?.root_id ?? work.id };
    const captures = { read: readingBy(() => readCaptures(of)), own: null };
    return { modality: "prompt", name, document, captures };
  }
  if (media === undefined) return null;
  const read = () => client.fetchQuery(mediaQuery(work.project_id, work.item.id, work.task_id));
  if (facts !== null) {
    const { prepared } = media;
    return prepared === null || "refused" in prepared
      ? null
      : mediaSource(work.item, prepared as Parameters<typeof mediaSource>[1], read);
  }
  return {
    modality: "picture",
    ...sourceBy(media, read),
    width: media.width ?? work.item.width ?? 1,
    height: media.height ?? work.item.height ?? 1,
    name,
  };
}

export type Piece = {
  work: Work | undefined;
  /** What it is about; a picture has the same address as long as the piece is looked at. */
  source: Source | undefined;
  kit: ReviewKit | undefined;
  fault: unknown;
  retry: () => void;
};

/** One piece whole, with its picture or text. */
export function usePiece(projectId: number, id: number): Piece {
  const client = useQueryClient();
  const work = useQuery(workQuery(projectId, id));
  const itemId = work.data?.item.id ?? 0;
  const open = work.data?.state === "reserved";
  const picture = work.data !== undefined && !isText(work.data);
  const media = useQuery({
    ...mediaQuery(projectId, itemId, work.data?.task_id ?? 0),
    enabled: open && picture,
    refetchInterval: ({ state }) =>
      work.data?.item.facts != null && state.data?.prepared === null ? 2_000 : false,
  });
  const refused = media.data?.prepared != null && "refused" in media.data.prepared;
  const kit = useQuery(kitQuery(work.data));
  const first = useRef<{ id: number; source: Source } | null>(null);
  if (work.data !== undefined && first.current?.id !== id) {
    const source = sourceOf(work.data, media.data, client);
    if (source !== null) first.current = { id, source };
  }
  return {
    work: work.data,
    source: first.current?.id === id ? first.current.source : undefined,
    kit: kit.data,
    fault:
      work.error ??
      media.error ??
      kit.error ??
      (refused ? new Problem(422, { code: "unshowable" }) : null),
    retry: () =>
      void (work.isError ? work.refetch() : media.isError ? media.refetch() : kit.refetch()),
  };
}

async function prepare(client: QueryClient, projectId: number, id: number): Promise<void> {
  const work = await client.ensureQueryData(workQuery(projectId, id));
  void client.prefetchQuery(kitQuery(work));
  if (isText(work)) return;
  const media = await client.ensureQueryData(mediaQuery(projectId, work.item.id, work.task_id));
  if (work.item.facts !== null) return; // its files come with the editor, part by part
  const { prefetchPicture } = await import("~/annotate/image/bitmaps");
  await prefetchPicture(shownAt(media));
}

/** Makes pieces ready before they are looked at: read, and their pictures decoded. Returns how
 * many are. */
export function usePrepared(projectId: number, ids: readonly number[]): number {
  const client = useQueryClient();
  const [ready, setReady] = useState<ReadonlySet<number>>(new Set());
  const names = ids.join();
  useEffect(() => {
    for (const id of names === "" ? [] : names.split(",").map(Number)) {
      prepare(client, projectId, id).then(
        () => setReady((known) => (known.has(id) ? known : new Set([...known, id]))),
        () => undefined, // It is read when its turn comes, and says what is wrong then.
      );
    }
  }, [client, projectId, names]);
  return ids.filter((id) => ready.has(id)).length;
}
