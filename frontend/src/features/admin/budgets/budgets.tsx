import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { HandCoins } from "lucide-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Money } from "~/ui/money";
import { More, PageTitle, rowsOf } from "~/ui/page";
import { PlaceMark } from "~/ui/state";
import { usePaged } from "../parts/paged";
import { SearchBox } from "../parts/search";
import { Table } from "../parts/table";

type Row = Schema<"BudgetRow">;

/** Where the money of each project is. */
export function Budgets() {
  const { t } = useTranslation("admin");
  const { number } = useFormat();
  const { q } = useSearch({ from: "/inside/admin/budgets" });
  const go = useNavigate({ from: "/admin/budgets" });
  const list = usePaged(["admin", "budgets", { q }], (after) =>
    must(api.GET("/api/v1/budgets", { params: { query: { q, after, limit: 50 } } })),
  );
  const rows = rowsOf(list);
  const search = useCallback(
    (text: string) => go({ search: { q: text || undefined }, replace: true }),
    [go],
  );
  const sum = (of: (row: Row) => number) => rows.reduce((all, row) => all + of(row), 0);
  return (
    <>
      <PageTitle name={t("pages.budgets")}>
        {!list.isSuccess || rows.length === 0
          ? t("budgets.title_none")
          : t(list.hasNextPage ? "budgets.title_some" : "budgets.title", {
              n: number(rows.length),
              won: number(sum((row) => row.left)),
            })}
      </PageTitle>
      {rows.length > 0 && (
        <dl className="adm-sums">
          {(["funded", "earned", "reserved", "left"] as const).map((what) => (
            <div key={what}>
              <dt className="label t3">{t(`budgets.${what}`)}</dt>
              <dd className="pnum">
                <Money won={sum((row) => row[what])} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <div className="adm-tools">
        <SearchBox label={t("budgets.search")} value={q ?? ""} onSearch={search} />
      </div>
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={6} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty icon={HandCoins} title={t(q === undefined ? "budgets.none" : "budgets.nothing")}>
          {q === undefined && <p>{t("budgets.none_hint")}</p>}
        </Empty>
      )}
      {rows.length > 0 && (
        <Table
          label={t("pages.budgets")}
          columns={[
            { id: "project", word: t("filter.project") },
            { id: "state", word: t("people.state"), wide: true },
            { id: "share", word: t("budgets.share"), wide: true },
            { id: "funded", word: t("budgets.funded"), num: true, wide: true },
            { id: "earned", word: t("budgets.earned"), num: true, wide: true },
            { id: "reserved", word: t("budgets.reserved"), num: true, wide: true },
            { id: "left", word: t("budgets.left"), num: true },
          ]}
        >
          {rows.map((row) => (
            <Line key={row.project_id} row={row} />
          ))}
        </Table>
      )}
      <More list={list} />
    </>
  );
}

function Line({ row }: { row: Row }) {
  const { t } = useTranslation("admin");
  const { percent } = useFormat();
  const part = (won: number) => (row.funded > 0 ? won / row.funded : 0);
  const says = t("budgets.says", {
    earned: percent(part(row.earned)),
    reserved: percent(part(row.reserved)),
  });
  return (
    <tr>
      <td>
        <Link
          to="/admin/ledger"
          search={{ project_id: row.project_id }}
          className="adm-link strong"
        >
          {row.project}
        </Link>
        <small className="label t3 two-lines">{row.organisation}</small>
      </td>
      <td className="desk-only">
        <PlaceMark state={row.state} />
      </td>
      <td className="desk-only">
        <div className="adm-split" role="img" aria-label={says} title={says}>
          <i className="paid" style={{ width: `${part(row.earned) * 100}%` }} />
          <i style={{ width: `${part(row.reserved) * 100}%` }} />
        </div>
      </td>
      <td className="num t2 desk-only">
        <Money won={row.funded} />
      </td>
      <td className="num t2 desk-only">
        <Money won={row.earned} />
      </td>
      <td className="num t2 desk-only">
        <Money won={row.reserved} />
      </td>
      <td className="num">
        <Money won={row.left} />
      </td>
    </tr>
  );
}
