import { CircleAlert, Landmark } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Money } from "~/ui/money";
import { Mark } from "~/ui/state";
import { figure, Table } from "~/ui/table";

type Payment = Schema<"StatementPayment">;

/** What arrived in the month, and what the bank did not take; tax as it was withheld. */
export function Payments({ payments }: { payments: readonly Payment[] }) {
  const { t } = useTranslation("papers");
  const { day } = useFormat();
  if (payments.length === 0) return null;
  return (
    <section className="sec" aria-labelledby="payments">
      <h2 className="title" id="payments">
        {t("mine.payments")}
      </h2>
      <Table
        label={t("mine.payments")}
        rows={payments}
        keyOf={(one) => one.id}
        columns={[
          {
            id: "at",
            word: t("mine.paid_on"),
            cell: (one) => (
              <>
                <span className="strong nowrap">{day(one.at)}</span>
                <small className="label t3 block">
                  {one.organisation} · {t(`income.${one.income}`)}
                </small>
              </>
            ),
          },
          {
            ...figure("gross", t("mine.gross")),
            wide: true,
            look: "nowrap t2",
            cell: (one) => <Money won={one.gross} />,
          },
          {
            ...figure("tax", t("mine.tax")),
            wide: true,
            look: "nowrap t2",
            cell: (one) => <Money won={-one.tax} />,
          },
          {
            ...figure("local", t("mine.local")),
            wide: true,
            look: "nowrap t2",
            cell: (one) => <Money won={-one.local} />,
          },
          {
            ...figure("net", t("mine.net")),
            look: "nowrap",
            cell: (one) => <Money won={one.net} />,
          },
          {
            ...figure("state", t("mine.state")),
            look: "nowrap",
            cell: (one) =>
              one.paid ? (
                <Mark icon={Landmark} tone="ok">
                  {t("mine.paid")}
                </Mark>
              ) : (
                <Mark icon={CircleAlert} tone="bad">
                  {one.failure || t("mine.failed")}
                </Mark>
              ),
          },
        ]}
      />
    </section>
  );
}
