import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Users } from "lucide-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { PagedTable, usePaged } from "~/ui/table";
import { type House, HouseSelect, useHouse } from "../house";
import { SearchBox } from "../parts/search";
import { PayeeSheet } from "./payee";
import { NoHouse } from "./payouts";
import { banksQuery, type Payee, useBankName } from "./queries";
import "./payouts.css";

/** Those who work for an organisation, as it pays them. */
export function Payees() {
  const house = useHouse();
  return house === undefined ? <NoHouse /> : <OfHouse house={house} />;
}

function OfHouse({ house }: { house: House }) {
  const { t } = useTranslation(["payouts", "admin"]);
  const { day } = useFormat();
  const { q, asked } = useSearch({ from: "/inside/admin/payees" });
  const go = useNavigate({ from: "/admin/payees" });
  const bankName = useBankName(useQuery(banksQuery).data);
  const [looked, setLooked] = useState<number>();
  const list = usePaged<Payee>(["admin", "payees", house.id, { q, asked }], (after) =>
    must(
      api.GET("/api/v1/organisations/{organisation_id}/payees", {
        params: {
          path: { organisation_id: house.id },
          query: { after, limit: 50, search: q, asked },
        },
      }),
    ),
  );
  const look = useCallback(
    (text: string) => go({ search: (old) => ({ ...old, q: text || undefined }), replace: true }),
    [go],
  );
  return (
    <>
      <PageTitle name={t("admin:pages.payees")}>{t("payouts:payees.title")}</PageTitle>
      <div className="adm-tools">
        <Chips
          label={t("payouts:filter.label")}
          parts={[
            { id: "all", word: t("payouts:filter.all") },
            { id: "asked", word: t("payouts:payees.asked") },
          ]}
          chosen={asked ? "asked" : "all"}
          onChoose={(id) =>
            go({ search: (old) => ({ ...old, asked: id === "asked" ? true : undefined }) })
          }
        />
        <SearchBox label={t("payouts:one.find")} value={q ?? ""} onSearch={look} />
        <HouseSelect />
      </div>
      <PagedTable
        list={list}
        label={t("admin:pages.payees")}
        keyOf={(row) => row.person_id}
        none={
          <Empty icon={Users} title={t("payouts:lines.none")}>
            <p>{t("payouts:lines.none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "person",
            word: t("payouts:lines.person"),
            cell: (row) => (
              <button
                type="button"
                className="row-link bare"
                onClick={() => setLooked(row.person_id)}
              >
                {row.person}
              </button>
            ),
          },
          {
            id: "income",
            word: t("payouts:lines.income"),
            wide: true,
            look: "t2",
            cell: (row) => t(`payouts:income.${row.income}`),
          },
          {
            id: "identity",
            word: t("payouts:payee.identity"),
            wide: true,
            look: "t2 nowrap",
            cell: (row) => row.identity ?? t("payouts:payee.none"),
          },
          {
            id: "account",
            word: t("payouts:payee.bank"),
            look: "t2",
            cell: (row) =>
              row.account === null
                ? t("payouts:payee.none")
                : `${bankName(row.bank)} ${row.account}`,
          },
          {
            id: "asked",
            word: t("payouts:payees.asked_at"),
            wide: true,
            look: "t3 nowrap",
            cell: (row) => (row.asked_at === null ? "" : day(row.asked_at)),
          },
        ]}
      />
      {looked !== undefined && (
        <PayeeSheet house={house.id} person={looked} onClose={() => setLooked(undefined)} />
      )}
    </>
  );
}
