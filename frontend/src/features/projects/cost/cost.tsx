import { useSuspenseQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import { Segments } from "~/ui/segments";
import { figure, Table } from "~/ui/table";
import { Bars } from "../charts/bars";
import { budgetQuery, useProject } from "../frame/queries";
import { overviewQuery } from "../overview/queries";
import { Bonuses } from "./bonuses";
import { Ends } from "./ends";
import { Fund } from "./fund";
import { Movements } from "./movements";
import { ByStage } from "./stages";
import "../charts/charts.css";
import "../data/data.css";
import "./cost.css";

/** Where the project's money is, day by day, by stage, and every movement of it. */
export function Cost() {
  const { t } = useTranslation("data");
  const project = useProject();
  const me = useMe();
  const { data: budget } = useSuspenseQuery(budgetQuery(project.id));
  const { funded, reserved, pots, earned, left } = budget;
  const [asked, setAsked] = useState(false);
  const mayFund =
    me.projects.some((one) => one.id === project.id && one.roles.includes("manager")) ||
    me.organisations.some(
      (one) => one.id === project.organisation_id && one.roles.includes("administrator"),
    );
  const parts = [
    { id: "earned", won: earned, look: "" },
    { id: "reserved", won: reserved, look: "soft" },
    ...(pots > 0 ? [{ id: "pots", won: pots, look: "pots" } as const] : []),
    { id: "left", won: left, look: "free" },
  ] as const;
  return (
    <>
      <PageTitle
        name={t("cost.name")}
        aside={
          mayFund && (
            <Button look="primary" onPress={() => setAsked(true)}>
              <Icon of={Plus} size={16} />
              {t("cost.fund")}
            </Button>
          )
        }
      >
        {funded === 0 ? (
          t("cost.title_none")
        ) : (
          <>
            {t("cost.title_before")} <Money won={left} />
            {t("cost.title_after")}
          </>
        )}
      </PageTitle>
      <section className="col g12 cost-head" aria-label={t("cost.where")}>
        <div className="bar cost-bar" aria-hidden="true">
          {parts.map(
            (part) =>
              part.won > 0 && (
                <i key={part.id} className={part.look} style={{ flexGrow: part.won }} />
              ),
          )}
        </div>
        <dl className="figures">
          {parts.map((part) => (
            <div key={part.id}>
              <dt className="row g4">
                <span className={`cost-key ${part.look}`} />
                {t(`cost.${part.id}`)}
              </dt>
              <dd>
                <Money won={part.won} />
              </dd>
            </div>
          ))}
          <div>
            <dt>{t("cost.funded")}</dt>
            <dd>
              <Money won={funded} />
            </dd>
          </div>
          <div>
            <dt>{t("cost.given_back")}</dt>
            <dd>
              <Money won={budget.given_back} />
            </dd>
          </div>
        </dl>
        <Paid budget={budget} />
        <Ahead projectId={project.id} funded={funded} />
      </section>
      <div className="two-cols">
        <ByDay projectId={project.id} />
        <ByStage projectId={project.id} />
      </div>
      <Ends projectId={project.id} />
      <Bonuses projectId={project.id} may={mayFund} />
      <Movements projectId={project.id} />
      <Fund projectId={project.id} open={asked} onClose={() => setAsked(false)} />
    </>
  );
}

/** Where what was earned is by now. */
function Paid({ budget }: { budget: Schema<"BudgetOut"> }) {
  const { t } = useTranslation("money");
  const parts = (["owed", "on_its_way", "paid", "withheld"] as const).filter(
    (part) => (budget[part] ?? 0) > 0,
  );
  if (parts.length === 0) return null;
  return (
    <p className="label t2">
      {parts.map((part, at) => (
        <span key={part}>
          {at > 0 && " · "}
          {t(`where.${part}`)} <Money won={budget[part] ?? 0} />
        </span>
      ))}
    </p>
  );
}

/** What all of it will have cost, beside what was paid in. */
function Ahead({ projectId, funded }: { projectId: number; funded: number }) {
  const { t } = useTranslation("data");
  const { data } = useSuspenseQuery(overviewQuery(projectId));
  const { expected_total: total, per_item: each } = data.cost;
  if (total === null || each === null) return <p className="label t3">{t("cost.ahead_none")}</p>;
  return (
    <p className="label t2">
      {t("cost.per_item")} <Money won={each} /> · {t("cost.expected")} <Money won={total} />
      {total > funded && (
        <span className="c-warn strong">
          {" · "}
          {t("cost.short")} <Money won={total - funded} />
        </span>
      )}
    </p>
  );
}

/** What was earned day by day, as a picture or as a table. */
function ByDay({ projectId }: { projectId: number }) {
  const { t } = useTranslation("data");
  const { number, shortDay } = useFormat();
  const { data } = useSuspenseQuery(overviewQuery(projectId));
  const [view, setView] = useState<"chart" | "table">("chart");
  const { days } = data;
  const sum = days.reduce((all, one) => all + one.earned, 0);
  return (
    <section className="col g8">
      <div className="row between wrap">
        <h2 className="title">{t("cost.by_day")}</h2>
        <Segments
          label={t("overview.view.name")}
          parts={[
            { id: "chart", word: t("cost.chart") },
            { id: "table", word: t("overview.view.table") },
          ]}
          chosen={view}
          onChoose={setView}
        />
      </div>
      {sum === 0 && <p className="label t3">{t("cost.nothing_earned")}</p>}
      {sum > 0 && view === "chart" && (
        <Bars
          rows={days.map((one) => ({ day: one.day, n: one.earned }))}
          label={t("cost.by_day_words", { won: number(sum) })}
          show={number}
        />
      )}
      {sum > 0 && view === "table" && (
        <Table
          label={t("cost.by_day")}
          rows={[...days].reverse()}
          keyOf={(one) => one.day}
          columns={[
            { id: "day", word: t("overview.day"), cell: (one) => shortDay(one.day) },
            {
              ...figure("accepted", t("overview.column.accepted")),
              cell: (one) => number(one.accepted),
            },
            {
              ...figure("earned", t("overview.column.earned")),
              cell: (one) => <Money won={one.earned} />,
            },
          ]}
        />
      )}
    </section>
  );
}
