import { Users } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { Money } from "~/ui/money";
import { figure, PagedTable } from "~/ui/table";
import { LineMark } from "./marks";
import { PayeeSheet } from "./payee";
import { type Detail, type Line, type Shown, useLines } from "./queries";

/** Who gets what; each leads to how he is paid. */
export function Lines({
  payout,
  shown,
  q,
}: {
  payout: Detail;
  shown: Shown | undefined;
  q: string;
}) {
  const { t } = useTranslation("payouts");
  const { number } = useFormat();
  const [looked, setLooked] = useState<number>();
  const list = useLines(payout.organisation_id, payout.id, shown, q);
  return (
    <>
      <PagedTable
        list={list}
        lines={8}
        label={t("lines.label")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={Users} title={t("lines.none")}>
            <p>{t("lines.none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "person",
            word: t("lines.person"),
            cell: (row) => (
              <>
                <button
                  type="button"
                  className="row-link bare"
                  onClick={() => setLooked(row.person_id)}
                >
                  {row.person}
                </button>
                <span className="phone-only block">
                  <LineMark line={row} returned={payout.state === "returned"} />
                </span>
              </>
            ),
          },
          {
            id: "income",
            word: t("lines.income"),
            wide: true,
            look: "t2",
            cell: (row) => t(`income.${row.income}`),
          },
          ...(["gross", "tax", "local"] as const).map((what) => ({
            ...figure(what, t(what)),
            wide: true,
            look: what === "gross" ? undefined : "t2",
            cell: (row: Line) => number(row[what]),
          })),
          { ...figure("net", t("net")), cell: (row) => <Money won={row.net} /> },
          {
            id: "check",
            word: t("lines.check"),
            wide: true,
            cell: (row) => <LineMark line={row} returned={payout.state === "returned"} />,
          },
        ]}
      />
      {looked !== undefined && (
        <PayeeSheet
          house={payout.organisation_id}
          person={looked}
          onClose={() => setLooked(undefined)}
        />
      )}
    </>
  );
}
