import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { LinkButton } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { Segments } from "~/ui/segments";
import { ReviewFrame } from "../frame";
import { filled, todayInSeoul } from "../model/chart";
import { figuresQuery } from "../queries";
import "../review.css";
import { DayChart } from "./day-chart";
import { FigureRow } from "./figures";
import { VerdictList } from "./verdict-list";

/** Own inspections: how many, how fast, what they paid, and what became of them. */
export function Mine() {
  const { t } = useTranslation("review");
  const { number } = useFormat();
  const { days = 7, level = 1 } = useSearch({ from: "/inside/review/mine" });
  const go = useNavigate();
  const figures = useQuery(figuresQuery(days));
  const today = figures.data?.today ?? 0;
  return (
    <ReviewFrame here={t("mine")}>
      <PageTitle
        name={t("mine")}
        aside={
          <LinkButton look="primary" main to="/review">
            {t("to_queues")}
          </LinkButton>
        }
      >
        {figures.data === undefined
          ? t("mine")
          : today > 0
            ? t("mine_title", { n: number(today) })
            : t("mine_none")}
      </PageTitle>
      <Fault error={figures.error} retry={() => figures.refetch()} />
      {figures.isPending && <Skeleton lines={5} />}
      {figures.data !== undefined && (
        <>
          <FigureRow figures={figures.data} />
          <div className="row">
            <Segments
              label={t("span")}
              parts={[
                { id: "7", word: t("days_n", { n: 7 }) },
                { id: "30", word: t("days_n", { n: 30 }) },
              ]}
              chosen={days === 30 ? "30" : "7"}
              onChoose={(next) =>
                go({
                  to: "/review/mine",
                  search: { days: next === "30" ? 30 : 7, level },
                  replace: true,
                })
              }
            />
          </div>
          <DayChart days={filled(figures.data.days, days, todayInSeoul(Date.now()))} />
        </>
      )}
      <VerdictList
        level={level}
        onLevel={(next) => go({ to: "/review/mine", search: { days, level: next }, replace: true })}
      />
    </ReviewFrame>
  );
}
