import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { type PictureSource, prefetchPicture } from "~/annotate";
import { api, must, type Schema } from "~/api/client";
import { workQuery } from "../queries";

export type Work = Schema<"WorkOut">;

/** The short-lived address of an item's picture. */
export const mediaQuery = (projectId: number, itemId: number) =>
  queryOptions({
    queryKey: ["review", "media", projectId, itemId],
    staleTime: (query) => (query.state.data?.expires_in ?? 0) * 800,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/items/{item_id}/media", {
          params: { path: { project_id: projectId, item_id: itemId } },
        }),
      ),
  });

function sourceOf(work: Work, media: Schema<"MediaOut">): PictureSource {
  return {
    url: media.url,
    width: media.width ?? work.item.width ?? 1,
    height: media.height ?? work.item.height ?? 1,
    name: work.item.name,
  };
}

export type Piece = {
  work: Work | undefined;
  /** Where the picture is; the same address as long as the piece is looked at. */
  source: PictureSource | undefined;
  fault: unknown;
  retry: () => void;
};

/** One piece whole, with its picture. */
export function usePiece(projectId: number, id: number): Piece {
  const work = useQuery(workQuery(projectId, id));
  const itemId = work.data?.item.id ?? 0;
  const open = work.data?.state === "reserved";
  const media = useQuery({ ...mediaQuery(projectId, itemId), enabled: open });
  const first = useRef<{ id: number; source: PictureSource } | null>(null);
  if (work.data !== undefined && media.data !== undefined && first.current?.id !== id)
    first.current = { id, source: sourceOf(work.data, media.data) };
  return {
    work: work.data,
    source: first.current?.id === id ? first.current.source : undefined,
    fault: work.error ?? media.error,
    retry: () => void (work.isError ? work.refetch() : media.refetch()),
  };
}

async function prepare(client: QueryClient, projectId: number, id: number): Promise<void> {
  const work = await client.ensureQueryData(workQuery(projectId, id));
  const media = await client.ensureQueryData(mediaQuery(projectId, work.item.id));
  await prefetchPicture(media.url);
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
