import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { BookOpenText } from "lucide-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { Money } from "~/ui/money";
import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { figure, PagedTable, usePaged } from "~/ui/table";
import type { House } from "../house";
import { HouseProjectFinder } from "../parts/finders";
import { SearchBox } from "../parts/search";
import { ACCOUNTS, type AccountKind } from "../words";
import { useAccountName } from "./accounts";
import type { Account } from "./queries";
import { Views } from "./views";

/** An organisation's accounts and what each holds; each leads to its movements. */
export function Accounts({ house }: { house: House }) {
  const { t } = useTranslation(["admin", "common"]);
  const { number } = useFormat();
  const account = useAccountName();
  const search = useSearch({ from: "/inside/admin/ledger" });
  const { of, project_id, q } = search;
  const go = useNavigate({ from: "/admin/ledger" });
  const list = usePaged<Account>(["admin", "accounts", house.id, { of, project_id, q }], (after) =>
    must(
      api.GET("/api/v1/organisations/{organisation_id}/accounts", {
        params: {
          path: { organisation_id: house.id },
          query: { kind: of, project_id, q, after, limit: 50 },
        },
      }),
    ),
  );
  const rows = rowsOf(list);
  const put = useCallback(
    (change: Partial<typeof search>) =>
      go({ search: (old) => ({ ...old, ...change }), resetScroll: false, replace: true }),
    [go],
  );
  const look = useCallback((text: string) => put({ q: text || undefined }), [put]);
  return (
    <>
      <PageTitle name={t("admin:pages.ledger")}>
        {list.isSuccess && !list.hasNextPage && rows.length > 0
          ? t("admin:ledger.accounts_title", { n: number(rows.length) })
          : t("admin:ledger.accounts_title_none")}
      </PageTitle>
      <Views />
      <div className="adm-tools">
        <Chips
          label={t("admin:ledger.kind")}
          parts={[
            { id: "all", word: t("common:all") },
            ...ACCOUNTS.map((one) => ({ id: one, word: t(`admin:ledger.accounts.${one}`) })),
          ]}
          chosen={of ?? "all"}
          onChoose={(id) => put({ of: id === "all" ? undefined : (id as AccountKind) })}
        />
      </div>
      <div className="adm-tools">
        <HouseProjectFinder
          house={house.id}
          chosen={project_id}
          onChoose={(id) => put({ project_id: id })}
        />
        <SearchBox label={t("admin:ledger.accounts_search")} value={q ?? ""} onSearch={look} />
      </div>
      <PagedTable
        list={list}
        lines={8}
        label={t("admin:ledger.views.accounts")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={BookOpenText} title={t("admin:ledger.accounts_none")}>
            <p>{t("admin:ledger.accounts_none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "account",
            word: t("admin:ledger.account"),
            cell: (row) => (
              <>
                <Link
                  to="/admin/ledger"
                  search={{ house: house.id, account_id: row.id }}
                  className="row-link"
                >
                  {account(row)}
                </Link>
                {row.person !== null && <small className="label t3 block">{row.person}</small>}
                <p className="label t3 phone-only">{row.project}</p>
              </>
            ),
          },
          {
            id: "project",
            word: t("admin:filter.project"),
            wide: true,
            look: "t2",
            cell: (row) => row.project,
          },
          ...(["credited", "debited"] as const).map((what) => ({
            ...figure(what, t(`admin:ledger.${what}`)),
            wide: true,
            look: "t2",
            cell: (row: Account) => <Money won={row[what]} />,
          })),
          {
            ...figure("balance", t("admin:ledger.balance")),
            cell: (row) => <Money won={row.balance} />,
          },
        ]}
      />
    </>
  );
}
