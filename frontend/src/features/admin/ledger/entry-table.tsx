import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Money } from "~/ui/money";
import { figure, type Listed, PagedTable } from "~/ui/table";
import { useHouse } from "../house";
import { useAccountName } from "./accounts";
import type { Entry } from "./queries";

/** Movements as a table; each leads to what it was for. Of one account (`of`) with their sign. */
export function EntryTable({
  list,
  label,
  of,
  none,
}: {
  list: Listed<Entry>;
  label: string;
  of?: number;
  none: ReactNode;
}) {
  const { t } = useTranslation("admin");
  const { full } = useFormat();
  const account = useAccountName();
  const house = useHouse({ all: true });
  const signed = (row: Entry) => (row.debit === of ? -row.amount : row.amount);
  return (
    <PagedTable
      list={list}
      lines={8}
      label={label}
      keyOf={(row) => row.id}
      none={none}
      columns={[
        {
          id: "at",
          word: t("ledger.at"),
          wide: true,
          look: "t3 nowrap",
          cell: (row) => full(row.at),
        },
        {
          id: "what",
          word: t("ledger.what"),
          cell: (row) => (
            <>
              <Link
                to="/admin/ledger/$entryId"
                params={{ entryId: String(row.id) }}
                search={{ house: house?.id }}
                className="row-link"
              >
                {[t(`ledger.kinds.${row.kind}`), row.person].filter(Boolean).join(" · ")}
              </Link>
              <p className="label t3 phone-only">
                {row.project} · {full(row.at)}
              </p>
            </>
          ),
        },
        {
          id: "way",
          word: t("ledger.way"),
          wide: true,
          look: "t2",
          cell: (row) => `${account(row.debit_account)} → ${account(row.credit_account)}`,
        },
        {
          id: "project",
          word: t("filter.project"),
          wide: true,
          look: "t2",
          cell: (row) => row.project,
        },
        {
          ...figure("amount", t("ledger.amount")),
          cell: (row) => <Money won={signed(row)} sign={of !== undefined} />,
        },
      ]}
    />
  );
}
