import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Search as Glass, LayoutList } from "lucide-react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { marketQuery } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { useNarrow } from "~/ui/narrow";
import { More, PageTitle, rowsOf } from "~/ui/page";
import { Chips, Segments } from "~/ui/segments";
import { useSought } from "~/ui/sought";
import { isOpen } from "./need";
import { List, Table } from "./rows";
import type { Search } from "./search";
import "./market.css";

/** The catalogue: what work there is, what it really pays, and why one may not yet. */
export function Market() {
  const { t } = useTranslation("market");
  const { t: common } = useTranslation();
  const { number } = useFormat();
  const narrow = useNarrow(960);
  const search: Search = useSearch({ strict: false });
  const go = useNavigate();
  const set = (change: Partial<Search>) =>
    go({ to: "/work", search: { ...search, ...change }, replace: true });
  const list = useInfiniteQuery(
    marketQuery({
      q: search.q,
      sort: search.sort ?? "pay",
      mine: search.show === "mine" || undefined,
    }),
  );
  const all = rowsOf(list);
  const ready = all.filter((row) => row.may || row.held > 0);
  const rows = search.show === "now" ? ready : all;
  const open = all.filter(isOpen);
  const title =
    search.q !== undefined
      ? t("title_found", { n: number(rows.length) })
      : open.length === 0
        ? t("title_zero")
        : t(list.hasNextPage ? "title_more" : "title", { n: number(open.length) });
  return (
    <>
      <PageTitle name={common("nav.market")}>
        {list.data === undefined ? common("nav.market") : title}
      </PageTitle>
      <div className="market-bar">
        <div className="market-cut">
          <Chips
            label={t("filter")}
            chosen={search.show ?? "all"}
            onChoose={(show) => set({ show: show === "all" ? undefined : show })}
            parts={[
              { id: "all", word: t("show_all") },
              { id: "now", word: t("show_now") },
              { id: "mine", word: t("show_mine") },
            ]}
          />
          {(all.length > 1 || search.sort !== undefined) && (
            <Segments
              label={t("sort")}
              chosen={search.sort ?? "pay"}
              onChoose={(sort) => set({ sort: sort === "new" ? "new" : undefined })}
              parts={[
                { id: "pay", word: t("sort_pay") },
                { id: "new", word: t("sort_new") },
              ]}
            />
          )}
        </div>
        <Seek q={search.q ?? ""} onSeek={(q) => set({ q: q === "" ? undefined : q })} />
      </div>
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={6} />}
      {list.isSuccess && rows.length === 0 && (
        <None search={search} onClear={() => go({ to: "/work", search: {} })} />
      )}
      {rows.length > 0 && (narrow ? <List rows={rows} /> : <Table rows={rows} />)}
      <More list={list} />
    </>
  );
}

function None({ search, onClear }: { search: Search; onClear: () => void }) {
  const { t } = useTranslation("market");
  const narrowed = search.q !== undefined || search.show !== undefined;
  return (
    <Empty icon={LayoutList} title={t(narrowed ? "none_found" : "none")}>
      <p>{t(narrowed ? "none_found_hint" : "none_hint")}</p>
      {narrowed && <Button onPress={onClear}>{t("clear")}</Button>}
    </Empty>
  );
}

function Seek({ q, onSeek }: { q: string; onSeek: (q: string) => void }) {
  const { t } = useTranslation("market");
  const { typed, type, now } = useSought(q, onSeek);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    now();
  };
  return (
    <search className="market-seek">
      <form onSubmit={submit}>
        <TextField
          label={t("search")}
          type="search"
          placeholder={t("search_hint")}
          maxLength={100}
          value={typed}
          onChange={type}
          suffix={<Icon of={Glass} size={16} className="t3" />}
        />
      </form>
    </search>
  );
}
