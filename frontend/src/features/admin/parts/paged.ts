import { type QueryKey, useInfiniteQuery } from "@tanstack/react-query";

type Page<Row> = { items: Row[]; next?: number | null };

/** A list that is read page by page, by key. */
export const usePaged = <Row>(queryKey: QueryKey, read: (after: number) => Promise<Page<Row>>) =>
  useInfiniteQuery({
    queryKey,
    initialPageParam: 0,
    queryFn: ({ pageParam }) => read(pageParam),
    getNextPageParam: (last: Page<Row>) => last.next ?? undefined,
  });
