import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { HandCoins } from "lucide-react";
import { Suspense, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty, Skeleton } from "~/ui/fault";
import { Money } from "~/ui/money";
import { PageTitle, rowsOf } from "~/ui/page";
import { PlaceMark } from "~/ui/state";
import { figure, PagedTable, usePaged } from "~/ui/table";
import { HouseSelect, useHouse } from "../house";
import { SearchBox } from "../parts/search";

type Row = Schema<"BudgetRow">;

/** Where the money of each project is. */
export function Budgets() {
  const { t } = useTranslation("admin");
  const { t: money } = useTranslation("money");
  const { number } = useFormat();
  const { q } = useSearch({ from: "/inside/admin/budgets" });
  const go = useNavigate({ from: "/admin/budgets" });
  const house = useHouse({ all: true });
  const list = usePaged(["admin", "budgets", { q, house: house?.id }], (after) =>
    must(
      house === undefined
        ? api.GET("/api/v1/budgets", { params: { query: { q, after, limit: 50 } } })
        : api.GET("/api/v1/organisations/{organisation_id}/budgets", {
            params: { path: { organisation_id: house.id }, query: { q, after, limit: 50 } },
          }),
    ),
  );
  const rows = rowsOf(list);
  const search = useCallback(
    (text: string) => go({ search: (was) => ({ ...was, q: text || undefined }), replace: true }),
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
      {house !== undefined ? (
        <Suspense fallback={<Skeleton lines={1} />}>
          <OfHouse id={house.id} />
        </Suspense>
      ) : (
        rows.length > 0 && <Sums of={(what) => sum((row) => row[what])} />
      )}
      <div className="adm-tools">
        <SearchBox label={t("budgets.search")} value={q ?? ""} onSearch={search} />
        <HouseSelect all />
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
                  search={{ house: house?.id, project_id: row.project_id }}
                  className="row-link"
                >
                  {row.project}
                </Link>
                <small className="label t3 block">{row.organisation}</small>
                {row.alerts.map((alert) => (
                  <small key={alert} className="label c-warn block">
                    {money(`alert.${alert}`)}
                  </small>
                ))}
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

const WHATS = [
  "funded",
  "left",
  "reserved",
  "pots",
  "earned",
  "owed",
  "on_its_way",
  "paid",
  "withheld",
] as const;

/** Where money is; what is nowhere is left out, but for what always matters. */
function Sums({ of }: { of: (what: (typeof WHATS)[number]) => number }) {
  const { t } = useTranslation("money");
  const always = new Set<string>(["funded", "left", "reserved", "earned"]);
  return (
    <dl className="adm-sums">
      {WHATS.filter((what) => always.has(what) || of(what) !== 0).map((what) => (
        <div key={what}>
          <dt className="label t3">{t(`where.${what}`)}</dt>
          <dd className="pnum">
            <Money won={of(what)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Where the money of all of an organisation's projects is. */
function OfHouse({ id }: { id: number }) {
  const { data } = useSuspenseQuery({
    queryKey: ["admin", "budget", id],
    queryFn: () =>
      must(
        api.GET("/api/v1/organisations/{organisation_id}/budget", {
          params: { path: { organisation_id: id } },
        }),
      ),
  });
  return data.map((sums) => <Sums key={sums.currency} of={(what) => sums[what]} />);
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
