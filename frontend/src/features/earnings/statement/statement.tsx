import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight, Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { BackLink } from "~/ui/back-link";
import { Button } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import { type Month, moved, thisMonth } from "../month";
import { isMonth } from "../search";
import { useMonthName } from "../words";
import { Lines } from "./lines";
import { Payments } from "./payments";
import { type Statement, statementPaper, statementQuery } from "./queries";
import { Receipts } from "./receipts";
import "../earnings.css";
import "./statement.css";

/** A month as a statement: what was done and at which price, what was paid, what is still owed. */
export function StatementPage() {
  const { t } = useTranslation("papers");
  const { number } = useFormat();
  const nameOf = useMonthName();
  const asked = useParams({ from: "/inside/worker/earnings/statements/$month" }).month;
  const month = isMonth(asked) ? asked : thisMonth();
  const found = useQuery(statementQuery(month));
  return (
    <>
      <BackLink to="/earnings" search={{ month }}>
        {t("mine.back")}
      </BackLink>
      <PageTitle name={t("mine.name")}>
        {found.data === undefined || found.data.earned === 0
          ? t("mine.title_zero", { month: nameOf(month) })
          : t("mine.title", { month: nameOf(month), won: number(found.data.earned) })}
      </PageTitle>
      <Bar month={month} />
      <Fault error={found.error} retry={() => found.refetch()} />
      {found.isPending && <Skeleton lines={6} />}
      {found.data !== undefined && (
        <div className="pay-two">
          <div>
            <Lines lines={found.data.lines} />
            <Payments payments={found.data.payments} />
          </div>
          <aside>
            <Sums found={found.data} />
            <Receipts />
          </aside>
        </div>
      )}
    </>
  );
}

/** Which month; and the month on paper. */
function Bar({ month }: { month: Month }) {
  const { t, i18n } = useTranslation("papers");
  const { t: words } = useTranslation("earnings");
  const nameOf = useMonthName();
  const go = useNavigate();
  const to = (by: number) =>
    go({
      to: "/earnings/statements/$month",
      params: { month: moved(month, by) },
      replace: true,
    });
  return (
    <div className="pay-bar">
      <Button look="ghost" square aria-label={words("month_before")} onPress={() => to(-1)}>
        <Icon of={ChevronLeft} />
      </Button>
      <h2 className="title" aria-live="polite">
        {nameOf(month)}
      </h2>
      <Button
        look="ghost"
        square
        aria-label={words("month_after")}
        isDisabled={month >= thisMonth()}
        onPress={() => to(1)}
      >
        <Icon of={ChevronRight} />
      </Button>
      <a className="btn primary paper-get" href={statementPaper(month, i18n.language)} download>
        <Icon of={Download} size={16} />
        {t("mine.pdf")}
      </a>
    </div>
  );
}

/** What came over, what was added, what went out, what is carried on. */
function Sums({ found }: { found: Statement }) {
  const { t } = useTranslation("papers");
  const nameOf = useMonthName();
  return (
    <section className="pay-slip" aria-labelledby="sums">
      <h2 className="title" id="sums">
        {t("mine.sums", { month: nameOf(found.month) })}
      </h2>
      <dl className="mt-3">
        <Sum word={t("mine.before")} won={found.before} />
        <Sum word={t("mine.earned")} won={found.earned} />
        <Sum word={t("mine.sent")} won={-found.sent} />
        {found.returned > 0 && <Sum word={t("mine.returned")} won={found.returned} />}
        <div className="sum base">
          <dt className="strong">{t("mine.after")}</dt>
          <dd className="big">
            <Money won={found.after} />
          </dd>
        </div>
      </dl>
      {found.waiting !== null && found.waiting > 0 && (
        <p className="label t3 mt-3">
          {t("mine.waiting")} <Money won={found.waiting} />
        </p>
      )}
    </section>
  );
}

function Sum({ word, won }: { word: string; won: number }) {
  return (
    <div className="t2">
      <dt>{word}</dt>
      <dd className="nowrap">
        <Money won={won} />
      </dd>
    </div>
  );
}
