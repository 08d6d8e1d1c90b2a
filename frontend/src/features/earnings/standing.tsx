import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Clock, Landmark, Send, Wallet } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { LinkButton } from "~/ui/button";
import { Fault, Note } from "~/ui/fault";
import { Money } from "~/ui/money";
import { PageTitle, rowsOf } from "~/ui/page";
import { Mark } from "~/ui/state";
import { Asks } from "./asks";
import { banksQuery, ending, isUnderWay, payeeQuery, paymentsQuery, useBankName } from "./pay";

const sum = <Row,>(rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((all, row) => all + of(row), 0);

/** Where one's money is: the page's first line, what flows, and what there is to do about it. */
export function Standing({
  totals,
  otherwise,
}: {
  totals: Schema<"EarningOut">[] | undefined;
  /** The first line where nothing is owed and nothing is being paid. */
  otherwise: string;
}) {
  const { t } = useTranslation("earnings");
  const { t: common } = useTranslation();
  const { number } = useFormat();
  const payee = useQuery(payeeQuery);
  const payments = useInfiniteQuery(paymentsQuery);
  const bankName = useBankName(useQuery(banksQuery).data);
  const standings = payee.data?.standings ?? [];
  const underWay = rowsOf(payments).filter(isUnderWay);
  const owed = sum(standings, (one) => one.owed);
  const net = sum(underWay, (one) => one.net);
  const ready = payee.data?.missing.length === 0;
  return (
    <>
      <PageTitle name={common("nav.earnings")}>
        {net > 0
          ? t("pay.title_way", { won: number(net) })
          : owed > 0
            ? t("pay.title_owed", { won: number(owed) })
            : otherwise}
      </PageTitle>
      {net > 0 && <p className="t2">{t("pay.title_way_hint")}</p>}
      {payee.data !== undefined && ready && (
        <p className="t2">
          {t("pay.to_account", {
            bank: bankName(payee.data.bank),
            account: ending(payee.data.account),
          })}
        </p>
      )}
      <Fault error={payee.error} retry={() => payee.refetch()} />
      <div className="pay-flow">
        <Part icon={<Mark icon={Clock}>{t("pending")}</Mark>}>
          {totals && sum(totals, (one) => one.pending)}
        </Part>
        <Part icon={<Mark icon={Wallet}>{t("owed")}</Mark>}>{payee.data && owed}</Part>
        {underWay.length > 0 && (
          <Part
            icon={
              <Mark icon={Send} tone="now">
                {t("pay.on_its_way")}
              </Mark>
            }
          >
            {net}
          </Part>
        )}
        <Part
          icon={
            <Mark icon={Landmark} tone="ok">
              {t("pay.year")}
            </Mark>
          }
        >
          {totals && sum(totals, (one) => one.paid_this_year)}
        </Part>
      </div>
      {payee.data !== undefined && !ready && payee.data.identity_wanted && (
        <div className="pay-todo">
          <Note icon={Landmark} tone="now">
            {t("pay.missing")}
          </Note>
          <LinkButton to="/earnings/setup" look="primary" main>
            {t("pay.prepare")}
          </LinkButton>
        </div>
      )}
      {payee.data !== undefined && ready && <Asks payee={payee.data} />}
    </>
  );
}

function Part({ icon, children }: { icon: ReactNode; children: number | undefined }) {
  return (
    <div>
      {icon}
      <p className="v pnum">{children === undefined ? "–" : <Money won={children} />}</p>
    </div>
  );
}
