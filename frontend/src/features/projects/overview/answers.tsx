import { CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import { begun, type Overview } from "./queries";

type Standing = "ok" | "warn" | "none";
const SIGN = { ok: CircleCheck, warn: TriangleAlert, none: CircleDashed };
const GOOD = 0.8; // of first hand-ins that pass

/** The four questions of a project's manager, answered in a word each. */
export function Answers({ data }: { data: Overview }) {
  const { t } = useTranslation("data");
  const waiting = new Set(data.attention.map((one) => one.pseudonym)).size;
  return (
    <dl className="answers">
      <WhenDone data={data} />
      <WhatCosts data={data} />
      <HowGood data={data} />
      <Answer
        asked={t("overview.ask.who")}
        standing={waiting > 0 ? "warn" : begun(data) ? "ok" : "none"}
      >
        <b>
          {waiting > 0
            ? t("overview.needs", { n: waiting })
            : t(begun(data) ? "overview.all_well" : "overview.nobody_yet")}
        </b>
        <span>{t("overview.returned_n", { n: data.quality.returned })}</span>
      </Answer>
    </dl>
  );
}

function Answer({
  asked,
  standing,
  children,
}: {
  asked: string;
  standing: Standing;
  children: ReactNode;
}) {
  return (
    <div>
      <dt>
        <Icon
          of={SIGN[standing]}
          size={16}
          className={standing === "ok" ? "c-ok" : standing === "warn" ? "c-warn" : ""}
        />
        {asked}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function WhenDone({ data }: { data: Overview }) {
  const { t } = useTranslation("data");
  const { number, day } = useFormat();
  const { forecast, pace } = data;
  const standing: Standing =
    forecast.why === "pace" || forecast.why === "done"
      ? "ok"
      : forecast.why === "too_far" || forecast.why === "stopped"
        ? "warn"
        : "none";
  const range =
    forecast.low !== null && forecast.high !== null
      ? t("overview.range", { low: day(forecast.low), high: day(forecast.high) })
      : t("overview.last_7", { n: number(pace.last_7) });
  return (
    <Answer asked={t("overview.ask.when")} standing={standing}>
      <b>
        {pace.per_day > 0
          ? t("overview.per_day", { n: number(Math.round(pace.per_day * 10) / 10) })
          : t("overview.no_pace")}
      </b>
      <span>{range}</span>
    </Answer>
  );
}

function WhatCosts({ data }: { data: Overview }) {
  const { t } = useTranslation("data");
  const { percent } = useFormat();
  const { cost } = data;
  const total = cost.expected_total;
  const over = total !== null && total > cost.funded;
  const standing: Standing = total === null ? "none" : over ? "warn" : "ok";
  return (
    <Answer asked={t("overview.ask.cost")} standing={standing}>
      <b>
        {total === null ? (
          t("overview.cost_unknown")
        ) : (
          <>
            {t("overview.cost_all")} <Money won={total} />
          </>
        )}
      </b>
      <span>
        {total !== null && cost.funded > 0
          ? t(over ? "overview.over_budget" : "overview.of_budget", {
              share: percent(total / cost.funded),
            })
          : t("overview.earned")}{" "}
        {(total === null || cost.funded === 0) && <Money won={cost.earned} />}
      </span>
    </Answer>
  );
}

function HowGood({ data }: { data: Overview }) {
  const { t } = useTranslation("data");
  const { number, percent } = useFormat();
  const { quality } = data;
  const first = quality.first_pass;
  const standing: Standing = first === null ? "none" : first >= GOOD ? "ok" : "warn";
  return (
    <Answer asked={t("overview.ask.good")} standing={standing}>
      <b>
        {first === null
          ? t("overview.good_unknown")
          : t("overview.first_pass", { share: percent(first) })}
      </b>
      <span>
        {quality.overturn_rate === null
          ? t("overview.judged", { n: number(quality.judged) })
          : t("overview.judged_overturned", {
              n: number(quality.judged),
              share: percent(quality.overturn_rate),
            })}
      </span>
    </Answer>
  );
}
