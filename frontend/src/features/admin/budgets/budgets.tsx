import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { HandCoins } from "lucide-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { Money } from "~/ui/money";
import { PageTitle, rowsOf } from "~/ui/page";
import { PlaceMark } from "~/ui/state";
import { figure, PagedTable, usePaged } from "~/ui/table";
import { SearchBox } from "../parts/search";

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
      <PagedTable
        list={list}
        label={t("pages.budgets")}
        keyOf={(row) => row.project_id}
        none={
          <Empty icon={HandCoins} title={t(q === undefined ? "budgets.none" : "budgets.nothing")}>
            {q === undefined && <p>{t("budgets.none_hint")}</p>}
          </Empty>
        }
        columns={[
          {
            id: "project",
            word: t("filter.project"),
            cell: (row) => (
              <>
                <Link
                  to="/admin/ledger"
                  search={{ project_id: row.project_id }}
                  className="row-link"
                >
                  {row.project}
                </Link>
                <small className="label t3 block">{row.organisation}</small>
              </>
            ),
          },
          {
            id: "state",
            word: t("people.state"),
            wide: true,
            look: "nowrap",
            cell: (row) => <PlaceMark state={row.state} />,
          },
          {
            id: "share",
            word: t("budgets.share"),
            wide: true,
            cell: (row) => <Split row={row} />,
          },
          ...(["funded", "earned", "reserved"] as const).map((what) => ({
            id: what,
            word: t(`budgets.${what}`),
            num: true,
            wide: true,
            look: "t2",
            cell: (row: Row) => <Money won={row[what]} />,
          })),
          { ...figure("left", t("budgets.left")), cell: (row) => <Money won={row.left} /> },
        ]}
      />
    </>
  );
}

/** How much of what was paid in is earned, and how much is set aside. */
function Split({ row }: { row: Row }) {
  const { t } = useTranslation("admin");
  const { percent } = useFormat();
  const part = (won: number) => (row.funded > 0 ? won / row.funded : 0);
  const says = t("budgets.says", {
    earned: percent(part(row.earned)),
    reserved: percent(part(row.reserved)),
  });
  return (
    <div className="adm-split" role="img" aria-label={says} title={says}>
      <i className="paid" style={{ width: `${part(row.earned) * 100}%` }} />
      <i style={{ width: `${part(row.reserved) * 100}%` }} />
    </div>
  );
}
