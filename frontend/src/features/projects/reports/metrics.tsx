import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import type { Figures, Report } from "./queries";

type Metric = { name: string; reached: string; of: string | null };

/** The five metrics at a glance. */
export function Metrics({ report, figures }: { report: Report; figures: Figures }) {
  const { t } = useTranslation("reports");
  const { percent, number } = useFormat();
  const planned = figures.stages.filter((one) => one.plan !== null);
  const plan = planned.reduce((sum, one) => sum + (one.plan ?? 0), 0);
  const done = planned.reduce((sum, one) => sum + Math.min(one.accepted, one.plan ?? 0), 0);
  const overlaps = figures.shares.flatMap((one) => (one.overlap === null ? [] : [one.overlap]));
  const seen = report.samples.filter((one) => one.result.share !== null);
  const sample = seen.at(-1);
  const met = report.validity.filter((one) => one.met).length;
  const none = t("metric.none");
  const metrics: Metric[] = [
    {
      name: t("metric.process"),
      reached: plan === 0 ? none : percent(done / plan),
      of: plan === 0 ? t("metric.no_plan") : t("metric.plan", { n: number(plan) }),
    },
    {
      name: t("metric.diversity"),
      reached: overlaps.length === 0 ? none : percent(Math.min(...overlaps)),
      of:
        overlaps.length === 0
          ? t("metric.no_targets")
          : t("metric.least", { n: number(overlaps.length) }),
    },
    {
      name: t("metric.syntactic"),
      reached: figures.syntactic.share === null ? none : percent(figures.syntactic.share),
      of: t("metric.faulty", { n: number(figures.syntactic.faulty_items) }),
    },
    {
      name: t("metric.semantic"),
      reached: sample?.result.share == null ? none : percent(sample.result.share),
      of:
        sample === undefined
          ? t("metric.no_sample")
          : t("metric.between", {
              low: percent(sample.result.low),
              high: percent(sample.result.high),
            }),
    },
    {
      name: t("metric.validity"),
      reached:
        report.validity.length === 0
          ? none
          : t("metric.met", { n: number(met), m: number(report.validity.length) }),
      of: report.validity.length === 0 ? t("metric.no_model") : t("metric.models"),
    },
  ];
  return (
    <dl className="report-metrics">
      {metrics.map((one) => (
        <div key={one.name} className="col g4">
          <dt className="label t2">{one.name}</dt>
          <dd className="report-figure">{one.reached}</dd>
          <dd className="label t3">{one.of}</dd>
        </div>
      ))}
    </dl>
  );
}
