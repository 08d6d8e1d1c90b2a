import { Link } from "@tanstack/react-router";
import { HandCoins, Lock } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button, LinkButton } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Money } from "~/ui/money";
import { PageTitle, rowsOf } from "~/ui/page";
import { figure, PagedTable } from "~/ui/table";
import { type House, HouseSelect, pays, useHouse } from "../house";
import { PayoutMark } from "./marks";
import { Prepare } from "./prepare";
import { type Payout, usePayouts } from "./queries";
import "./payouts.css";

/** An organisation's payouts; what waits for an approval is in the first line. */
export function Payouts() {
  const house = useHouse();
  return house === undefined ? <NoHouse /> : <OfHouse house={house} />;
}

/** For who keeps the books of no organisation. */
export function NoHouse() {
  const { t } = useTranslation("payouts");
  return (
    <>
      <PageTitle name={t("no_house")}>{t("no_house")}</PageTitle>
      <Empty icon={Lock}>
        <p>{t("no_house_hint")}</p>
      </Empty>
    </>
  );
}

function OfHouse({ house }: { house: House }) {
  const { t } = useTranslation(["payouts", "admin"]);
  const { number, day } = useFormat();
  const [prepares, setPrepares] = useState(false);
  const list = usePayouts(house.id);
  const rows = rowsOf(list);
  const waits = rows.filter((row) => row.state === "prepared").length;
  const people = (row: Payout) => (
    <>
      {number(row.people)}
      {row.held > 0 && (
        <small className="label t3 block">{t("payouts:held_n", { n: number(row.held) })}</small>
      )}
    </>
  );
  return (
    <>
      <PageTitle
        name={t("admin:pages.payouts")}
        aside={
          pays(house) && (
            <Button look="primary" onPress={() => setPrepares(true)}>
              {t("payouts:prepare.open")}
            </Button>
          )
        }
      >
        {!list.isSuccess
          ? t("admin:pages.payouts")
          : waits > 0
            ? t("payouts:title_waits", { n: waits })
            : rows.length > 0
              ? t("payouts:title", { n: number(rows.length) })
              : t("payouts:title_none")}
      </PageTitle>
      <div className="adm-tools">
        <LinkButton to="/admin/payouts/template" search={{ house: house.id }} look="line">
          {t("payouts:acts.template")}
        </LinkButton>
        <LinkButton to="/admin/payouts/openings" search={{ house: house.id }} look="line">
          {t("payouts:acts.openings")}
        </LinkButton>
        <HouseSelect />
      </div>
      <PagedTable
        list={list}
        label={t("admin:pages.payouts")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={HandCoins}>
            <p>{t("payouts:none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "made",
            word: t("payouts:made"),
            cell: (row) => (
              <>
                <Link
                  to="/admin/payouts/$payoutId"
                  params={{ payoutId: String(row.id) }}
                  search={{ house: house.id }}
                  className="row-link"
                >
                  {day(row.created_at)}
                </Link>
                <small className="label t3 block">
                  {row.prepared_by_name}
                  {row.on_demand && ` · ${t("payouts:on_demand")}`}
                </small>
              </>
            ),
          },
          {
            id: "until",
            word: t("payouts:until"),
            wide: true,
            look: "t2 nowrap",
            // The moment is the end of its day, or earlier.
            cell: (row) =>
              t("payouts:until_day", { day: day(new Date(Date.parse(row.until) - 1)) }),
          },
          { ...figure("people", t("payouts:people")), wide: true, cell: people },
          {
            ...figure("gross", t("payouts:gross")),
            wide: true,
            look: "t2",
            cell: (row) => <Money won={row.gross} />,
          },
          {
            ...figure("tax", t("payouts:tax")),
            wide: true,
            look: "t2",
            cell: (row) => <Money won={row.tax + row.local} />,
          },
          { ...figure("net", t("payouts:net")), cell: (row) => <Money won={row.net} /> },
          {
            id: "state",
            word: t("payouts:state"),
            look: "nowrap",
            cell: (row) => <PayoutMark state={row.state} />,
          },
        ]}
      />
      {prepares && <Prepare house={house} onClose={() => setPrepares(false)} />}
    </>
  );
}
