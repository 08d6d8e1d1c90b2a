import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { News } from "../model/guide";
import type { Piece } from "../model/piece";

/** What is new in the guideline of a piece, until it has been read. */
export function useNews(piece: Piece): { news: News | null; read: () => void } {
  const client = useQueryClient();
  const { project_id, stage_id, guideline_version } = piece.lease;
  const queryKey = ["work", "news", piece.person, project_id, stage_id, guideline_version];
  const { data } = useQuery({
    queryKey,
    networkMode: "always",
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () =>
      piece.guideline === null ? null : (await import("../model/guide")).newsOf(piece),
  });
  const read = () => {
    client.setQueryData(queryKey, null);
    if (piece.guideline !== null)
      void import("../model/guide").then((guide) => guide.markRead(piece));
  };
  return { news: data ?? null, read };
}
