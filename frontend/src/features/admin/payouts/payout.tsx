import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { Money } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { type House, useHouse } from "../house";
import { SearchBox } from "../parts/search";
import { Acts } from "./acts";
import { Checks } from "./checks";
import { Lines } from "./lines";
import { NoHouse } from "./payouts";
import { type Detail, payoutQuery, type Shown } from "./queries";
import { BankResult } from "./result";
import { Steps } from "./steps";
import "./payouts.css";

/** One payout: who gets what, what is checked, and who has agreed to it. */
export function PayoutPage() {
  const house = useHouse();
  return house === undefined ? <NoHouse /> : <OfHouse house={house} />;
}

function OfHouse({ house }: { house: House }) {
  const { payoutId } = useParams({ from: "/inside/admin/payouts/$payoutId" });
  const found = useQuery(payoutQuery(house.id, Number(payoutId)));
  if (found.isPending) return <Skeleton lines={8} />;
  if (found.isError) return <Fault error={found.error} retry={() => found.refetch()} />;
  const payout = found.data;
  return (
    <div className="po-page">
      <div>
        <Head payout={payout} />
        <Shows payout={payout} />
      </div>
      <aside className="po-aside">
        {payout.state === "prepared" && <Checks payout={payout} />}
        {payout.state === "sent" && <BankResult house={house} payout={payout} />}
        <Steps payout={payout} />
        <Acts house={house} payout={payout} />
      </aside>
    </div>
  );
}

function Head({ payout }: { payout: Detail }) {
  const { t } = useTranslation(["payouts", "admin"]);
  const { number } = useFormat();
  const held = payout.holds.reduce((all, one) => all + one.gross, 0);
  return (
    <>
      <PageTitle name={t("admin:pages.payouts")}>
        {t(`payouts:one.${payout.state}`, {
          n: number(payout.people),
          won: number(payout.net),
        })}
      </PageTitle>
      {payout.why !== null && (
        <Note icon={RotateCcw} tone="warn">
          <b>{t("payouts:one.why")}</b>
          <p className="adm-quote">{payout.why}</p>
        </Note>
      )}
      <dl className="adm-sums">
        {(["gross", "tax", "local", "net"] as const).map((what) => (
          <div key={what}>
            <dt className="label t3">{t(`payouts:${what}`)}</dt>
            <dd className="pnum">
              <Money won={payout[what]} />
            </dd>
          </div>
        ))}
        {payout.held > 0 && (
          <div>
            <dt className="label t3">{t("payouts:one.held_sum", { n: number(payout.held) })}</dt>
            <dd className="pnum">
              <Money won={held} />
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}

function Shows({ payout }: { payout: Detail }) {
  const { t } = useTranslation("payouts");
  const { show, q } = useSearch({ from: "/inside/admin/payouts/$payoutId" });
  const go = useNavigate({ from: "/admin/payouts/$payoutId" });
  const of = (income: "other" | "daily") =>
    payout.incomes.find((one) => one.income === income)?.people ?? 0;
  const counts: Record<Shown, number> = {
    held: payout.held,
    first: payout.first,
    failed: payout.failed,
    other: of("other"),
    daily: of("daily"),
  };
  const shown = (["held", "first", "failed", "other", "daily"] as const).filter(
    (one) => counts[one] > 0 || one === show || one === "held" || one === "first",
  );
  const look = useCallback(
    (text: string) => go({ search: (old) => ({ ...old, q: text || undefined }), replace: true }),
    [go],
  );
  return (
    <>
      <div className="adm-tools between">
        <Chips
          label={t("filter.label")}
          parts={[
            { id: "all", word: t("filter.all"), count: payout.people + payout.held },
            ...shown.map((one) => ({ id: one, word: t(`filter.${one}`), count: counts[one] })),
          ]}
          chosen={show ?? "all"}
          onChoose={(id) =>
            go({
              search: (old) => ({ ...old, show: id === "all" ? undefined : (id as Shown) }),
              replace: true,
            })
          }
        />
        <SearchBox label={t("one.find")} value={q ?? ""} onSearch={look} />
      </div>
      <Lines payout={payout} shown={show} q={q ?? ""} />
    </>
  );
}
