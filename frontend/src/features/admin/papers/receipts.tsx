import { useNavigate, useSearch } from "@tanstack/react-router";
import { Download, FileText } from "lucide-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import { figure, PagedTable, usePaged } from "~/ui/table";
import type { House } from "../house";
import { SearchBox } from "../parts/search";

type Row = Schema<"ReceiverRow">;

/** Who was paid in the year, each with his withholding receipt. */
export function Receipts({ house, year }: { house: House; year: number }) {
  const { t, i18n } = useTranslation("papers");
  const { number } = useFormat();
  const { q } = useSearch({ from: "/inside/admin/papers" });
  const go = useNavigate({ from: "/admin/papers" });
  const list = usePaged(["admin", "papers", house.id, "receipts", year, { q }], (after) =>
    must(
      api.GET("/api/v1/organisations/{organisation_id}/receipts", {
        params: { path: { organisation_id: house.id }, query: { year, q, after, limit: 50 } },
      }),
    ),
  );
  const search = useCallback(
    (text: string) => go({ search: (old) => ({ ...old, q: text || undefined }), replace: true }),
    [go],
  );
  return (
    <section className="sec" aria-labelledby="receipts">
      <h2 className="title" id="receipts">
        {t("receipts.title")}
      </h2>
      <div className="adm-tools">
        <SearchBox label={t("receipts.search")} value={q ?? ""} onSearch={search} />
      </div>
      <PagedTable
        list={list}
        label={t("receipts.title")}
        keyOf={(row) => row.person_id}
        none={
          <Empty
            icon={FileText}
            title={
              q === undefined ? t("receipts.none", { year: String(year) }) : t("receipts.nothing")
            }
          />
        }
        columns={[
          { id: "name", word: t("receipts.name"), look: "strong", cell: (row) => row.name },
          {
            ...figure("payments", t("office.payments")),
            wide: true,
            cell: (row) => number(row.payments),
          },
          ...(["gross", "tax", "local", "net"] as const).map((what) => ({
            ...figure(what, t(`office.${what}`)),
            wide: what !== "net",
            look: "nowrap",
            cell: (row: Row) => <Money won={row[what]} />,
          })),
          {
            ...figure("get", t("office.get")),
            cell: (row) => (
              <a
                className="btn line"
                href={`/api/v1/organisations/${house.id}/receipts/${row.person_id}/${year}/pdf?lang=${i18n.language}`}
                aria-label={t("receipts.get", { name: row.name })}
                download
              >
                <Icon of={Download} size={16} />
                PDF
              </a>
            ),
          },
        ]}
      />
    </section>
  );
}
