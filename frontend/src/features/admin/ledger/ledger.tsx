import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { BookOpenText } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { Money } from "~/ui/money";
import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { figure, PagedTable, usePaged } from "~/ui/table";
import { Between, endOf, startOf } from "../parts/dates";
import { PersonFinder, ProjectFinder } from "../parts/finders";
import { ENTRIES, type EntryKind } from "../words";
import { useAccountName } from "./accounts";

/** Every movement of money, the newest first; each leads to what it was for. */
export function Ledger() {
  const { t } = useTranslation(["admin", "common"]);
  const { number, full } = useFormat();
  const account = useAccountName();
  const search = useSearch({ from: "/inside/admin/ledger" });
  const { kind, project_id, person_id, since, until } = search;
  const go = useNavigate({ from: "/admin/ledger" });
  const list = usePaged(["admin", "ledger", search], (after) =>
    must(
      api.GET("/api/v1/ledger", {
        params: {
          query: {
            kind,
            project_id,
            person_id,
            since: startOf(since),
            until: endOf(until),
            after,
            limit: 50,
          },
        },
      }),
    ),
  );
  const rows = rowsOf(list);
  const put = (change: Partial<typeof search>) =>
    go({ search: (old) => ({ ...old, ...change }), resetScroll: false });
  return (
    <>
      <PageTitle name={t("admin:pages.ledger")}>
        {list.isSuccess && rows.length > 0
          ? t(list.hasNextPage ? "admin:ledger.title_more" : "admin:ledger.title", {
              n: number(rows.length),
            })
          : t("admin:ledger.title_none")}
      </PageTitle>
      <div className="adm-tools">
        <Chips
          label={t("admin:ledger.kind")}
          parts={[
            { id: "all", word: t("common:all") },
            ...ENTRIES.map((one) => ({ id: one, word: t(`admin:ledger.kinds.${one}`) })),
          ]}
          chosen={kind ?? "all"}
          onChoose={(id) => put({ kind: id === "all" ? undefined : (id as EntryKind) })}
        />
      </div>
      <div className="adm-tools">
        <ProjectFinder chosen={project_id} onChoose={(id) => put({ project_id: id })} />
        <PersonFinder chosen={person_id} onChoose={(id) => put({ person_id: id })} />
        <Between since={since} until={until} onChange={put} />
      </div>
      <PagedTable
        list={list}
        lines={8}
        label={t("admin:pages.ledger")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={BookOpenText} title={t("admin:ledger.none")}>
            <p>{t("admin:ledger.none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "at",
            word: t("admin:ledger.at"),
            wide: true,
            look: "t3 nowrap",
            cell: (row) => full(row.at),
          },
          {
            id: "what",
            word: t("admin:ledger.what"),
            cell: (row) => (
              <>
                <Link
                  to="/admin/ledger/$entryId"
                  params={{ entryId: String(row.id) }}
                  className="row-link"
                >
                  {[t(`admin:ledger.kinds.${row.kind}`), row.person].filter(Boolean).join(" · ")}
                </Link>
                <p className="label t3 phone-only">
                  {row.project} · {full(row.at)}
                </p>
              </>
            ),
          },
          {
            id: "way",
            word: t("admin:ledger.way"),
            wide: true,
            look: "t2",
            cell: (row) => `${account(row.debit_account)} → ${account(row.credit_account)}`,
          },
          {
            id: "project",
            word: t("admin:filter.project"),
            wide: true,
            look: "t2",
            cell: (row) => row.project,
          },
          {
            ...figure("amount", t("admin:ledger.amount")),
            cell: (row) => <Money won={row.amount} />,
          },
        ]}
      />
    </>
  );
}
