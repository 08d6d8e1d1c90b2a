import { type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import type { Key, ReactNode } from "react";
import { Fault, Skeleton } from "./fault";
import { More, rowsOf } from "./page";

type Page<Row> = { items: Row[]; next?: number | null };

/** A list that is read page by page, by key; `every` so many milliseconds anew while it is looked at.
 * A page may say further things. */
export const usePaged = <Row, Further = unknown>(
  queryKey: QueryKey,
  read: (after: number) => Promise<Page<Row> & Further>,
  every: number | false = false,
) =>
  useInfiniteQuery({
    queryKey,
    refetchInterval: every,
    initialPageParam: 0,
    queryFn: ({ pageParam }) => read(pageParam),
    getNextPageParam: (last: Page<Row> & Further) => last.next ?? undefined,
  });

export type Listed<Row> = {
  data?: { pages: { items: Row[] }[] };
  isPending: boolean;
  isSuccess: boolean;
  error: unknown;
  refetch: () => unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
};

/** What a list that is read page by page shows around its rows: that it comes, that it failed,
 * that there is nothing, and the way to more. */
export function ListFrame<Row>({
  list,
  lines = 6,
  none,
  children,
}: {
  list: Listed<Row>;
  /** How many rows of layout stand there until it has come. */
  lines?: number;
  /** What is said where there is nothing. */
  none: ReactNode;
  children: ReactNode;
}) {
  const nothing = list.isSuccess && rowsOf(list).length === 0 && !list.hasNextPage;
  return (
    <>
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={lines} />}
      {nothing ? none : children}
      <More list={list} />
    </>
  );
}

export type Column<Row> = {
  id: string;
  /** What heads it. */
  word: string;
  /** A figure or a time: to the right. */
  num?: boolean;
  /** Stays away from phones. */
  wide?: boolean;
  /** Its word is only read out. */
  hidden?: boolean;
  /** Further classes of its cells. */
  look?: string;
  cell: (row: Row) => ReactNode;
};

/** What is the same for every column of figures, and of times, which phones go without. */
export const figure = (id: string, word: string) => ({ id, word, num: true });
export const moment = (id: string, word: string) => ({
  id,
  word,
  num: true,
  wide: true,
  look: "t3",
});

const classes = (...names: (string | false | undefined)[]): string | undefined =>
  names.filter(Boolean).join(" ") || undefined;

/** A table that scrolls inside itself, by keyboard too, where it is wider than the page. */
export function Table<Row>({
  label,
  columns,
  rows,
  keyOf,
}: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => Key;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="table-scroll" aria-label={label} tabIndex={0}>
      <table className="table pad">
        <thead>
          <tr>
            {columns.map(({ id, word, num, wide, hidden }) => (
              <th key={id} scope="col" className={classes(num && "num", wide && "desk-only")}>
                {hidden ? <span className="sr-only">{word}</span> : word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ id, num, wide, look, cell }) => (
                <td key={id} className={classes(num && "num", wide && "desk-only", look)}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A table of a list that is read page by page. */
export function PagedTable<Row>({
  list,
  rows = rowsOf(list),
  lines,
  none,
  ...table
}: {
  list: Listed<Row>;
  /** The rows in another order, or some of them. */
  rows?: readonly Row[];
  lines?: number;
  none: ReactNode;
  label: string;
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => Key;
}) {
  return (
    <ListFrame list={list} lines={lines} none={none}>
      {rows.length > 0 && <Table rows={rows} {...table} />}
    </ListFrame>
  );
}
