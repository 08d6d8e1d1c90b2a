import type { LucideIcon } from "lucide-react";
import { Banknote, Gauge, Scale, ScanSearch } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import type { Figures } from "../queries";

/** Pay, number, pace, and how often the second level saw it differently. */
export function FigureRow({ figures }: { figures: Figures }) {
  const { t } = useTranslation(["review", "common"]);
  const { number, percent, span } = useFormat();
  const { median_seconds: median, per_hour: hour, overturn_rate: rate } = figures;
  return (
    <dl className="rv-figures">
      <Figure icon={Banknote} name={t("earned_today")} below={t("same_pay")}>
        <Money won={figures.earned_today} />
      </Figure>
      <Figure
        icon={ScanSearch}
        name={t("this_week")}
        below={t("today_n", { n: number(figures.today) })}
      >
        <b>{t("common:pieces", { n: number(figures.week) })}</b>
      </Figure>
      <Figure
        icon={Gauge}
        name={t("pace")}
        below={
          hour === null || hour === undefined
            ? t("pace_later")
            : t("per_hour", { n: number(Math.round(hour)) })
        }
      >
        <b>
          {median === null || median === undefined
            ? "–"
            : t("span_a_piece", { span: span(median) })}
        </b>
      </Figure>
      <Figure
        icon={Scale}
        name={t("overturn_rate")}
        below={
          figures.second_looked === 0
            ? t("not_looked")
            : t("of_looked", {
                n: number(figures.overturned),
                of: number(figures.second_looked),
              })
        }
      >
        <b>{rate === null || rate === undefined ? "–" : percent(rate)}</b>
      </Figure>
    </dl>
  );
}

function Figure({
  icon,
  name,
  below,
  children,
}: {
  icon: LucideIcon;
  name: string;
  below: string;
  children: ReactNode;
}) {
  return (
    <div>
      <dt className="label t2">
        <Icon of={icon} size={14} />
        {name}
      </dt>
      <dd>
        <span className="rv-figure pnum">{children}</span>
        <span className="label t3">{below}</span>
      </dd>
    </div>
  );
}
