import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { BackLink } from "~/ui/back-link";
import { Fault, Skeleton } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { banksQuery, ending, type Payee, payeeQuery, useBankName } from "../pay";
import { AccountForm } from "./account";
import { IdentityForm } from "./identity";
import { MinimumForm } from "./minimum";
import { Step } from "./step";
import "../earnings.css";

type Part = "identity" | "account" | "minimum";

/** The way to the first payout, a step after another: who one is, which account, from how much on. */
export function Setup() {
  const { t } = useTranslation("earnings");
  const payee = useQuery(payeeQuery);
  return (
    <div className="pay-setup">
      <BackLink to="/earnings">{t("setup.back")}</BackLink>
      {payee.isPending && <Skeleton lines={6} />}
      <Fault error={payee.error} retry={() => payee.refetch()} />
      {payee.data !== undefined && <Steps payee={payee.data} />}
    </div>
  );
}

function Steps({ payee }: { payee: Payee }) {
  const { t } = useTranslation("earnings");
  const { number } = useFormat();
  const banks = useQuery(banksQuery);
  const bankName = useBankName(banks.data);
  // What is missing comes first; what one opened to change stays open until it is saved.
  const asks = payee.missing.filter((one) => one !== "identity" || payee.identity_wanted);
  const [opened, setOpened] = useState<Part | null>(null);
  const open = opened ?? asks[0] ?? null;
  const close = () => setOpened(null);
  const left = payee.missing.length;
  return (
    <>
      <PageTitle name={t("setup.page")}>
        {left === 0 ? t("setup.title_done") : t("setup.title", { n: left })}
      </PageTitle>
      <p className="t2">{t("setup.hint")}</p>
      <ol className="pay-steps">
        <Step
          n={1}
          title={t("setup.identity")}
          done={payee.identity !== null}
          says={
            payee.identity !== null
              ? t("setup.identity_done", { name: payee.legal_name, number: payee.identity })
              : payee.identity_wanted
                ? undefined
                : t("setup.identity_locked")
          }
          open={open === "identity"}
          onEdit={payee.identity_wanted ? () => setOpened("identity") : undefined}
        >
          <IdentityForm payee={payee} onDone={close} />
        </Step>
        <Step
          n={2}
          title={t("setup.account")}
          done={payee.account !== null}
          says={
            payee.account === null
              ? undefined
              : t("setup.account_done", {
                  bank: bankName(payee.bank),
                  account: ending(payee.account),
                  holder: payee.holder,
                })
          }
          warns={payee.names_differ ? t("pay.held.name_differs") : undefined}
          open={open === "account"}
          onEdit={() => setOpened("account")}
        >
          <AccountForm payee={payee} banks={banks.data ?? []} onDone={close} />
        </Step>
        <Step
          n={3}
          title={t("setup.minimum")}
          done={payee.account !== null}
          says={
            payee.minimum > 0
              ? t("setup.minimum_done", { won: number(payee.minimum) })
              : t("setup.minimum_any")
          }
          open={open === "minimum"}
          onEdit={payee.account === null ? undefined : () => setOpened("minimum")}
        >
          <MinimumForm payee={payee} onDone={close} />
        </Step>
      </ol>
      {payee.standings.length > 0 && (
        <section className="sec">
          <h2 className="title">{t("setup.income")}</h2>
          <ul className="col g4">
            {payee.standings.map((one) => (
              <li key={one.organisation_id}>
                {t("setup.income_says", {
                  house: one.organisation,
                  kind: t(`setup.kinds.${one.income}`),
                })}
              </li>
            ))}
          </ul>
          <p className="label t3">{t("setup.income_hint")}</p>
        </section>
      )}
    </>
  );
}
