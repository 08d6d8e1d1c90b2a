import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button";

/** The page's first line: the answer to its question, in a sentence. Names the browser's tab too. */
export function PageTitle({
  children,
  name,
  aside,
}: {
  children: ReactNode;
  name: string;
  aside?: ReactNode;
}) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${name} · ${t("dure")}`;
  }, [name, t]);
  return (
    <div className="row between wrap page-title">
      <h1 className="display">{children}</h1>
      {aside}
    </div>
  );
}

type Pages<Row> = {
  data?: { pages: { items: Row[] }[] };
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
};

/** All rows of a list that is paged by key, as far as it has been read. */
export const rowsOf = <Row,>(list: { data?: { pages: { items: Row[] }[] } }): Row[] =>
  list.data?.pages.flatMap((page) => page.items) ?? [];

/** Asks for the following page; nothing on the last. */
export function More<Row>({ list }: { list: Pages<Row> }) {
  const { t } = useTranslation();
  if (!list.hasNextPage) return null;
  return (
    <Button full busy={list.isFetchingNextPage} onPress={() => list.fetchNextPage()}>
      {t("more")}
    </Button>
  );
}

/** How far something is; without `total` only that it goes on. */
export function Progress({
  done,
  total,
  label,
}: {
  done: number;
  total?: number | null;
  label: string;
}) {
  const share = total ? Math.min(1, done / total) : 0;
  return (
    <div
      className="bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={total ? Math.round(share * 100) : undefined}
    >
      <i className="acc" style={{ width: total ? `${share * 100}%` : "30%" }} />
    </div>
  );
}

/** A key to press, as its cap. */
export const Key = ({ children }: { children: ReactNode }) => <kbd className="kbd">{children}</kbd>;
