import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Fault, Skeleton } from "~/ui/fault";
import { Table } from "~/ui/table";
import { Bars } from "../../charts/bars";
import "../../charts/charts.css";

const KINDS = ["wrong", "missing", "extra", "place", "file", "privacy", "other"] as const;
const STATES = [
  "reported",
  "accepted",
  "in_work",
  "fixed",
  "answered",
  "declined",
  "duplicate",
] as const;
const AGES = ["day", "three", "week", "older"] as const;

/** The time of improvement: what came, what was settled, what is open, and for how long. */
export function Period({ projectId }: { projectId: number }) {
  const { t } = useTranslation("defects");
  const { number, day, ago } = useFormat();
  const read = useQuery({
    queryKey: ["project", projectId, "defects", "period"],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/defects/period", {
          params: { path: { project_id: projectId } },
        }),
      ),
  });
  const found = read.data;
  if (found === undefined)
    return read.isPending ? <Skeleton lines={6} /> : <Fault error={read.error} />;
  const open = found.days.at(-1)?.open ?? 0;
  const first = found.days[0];
  const sums: [string, [string, number][]][] = [
    [t("period.states"), STATES.map((id) => [t(`state.${id}`), found.states[id] ?? 0])],
    [t("period.kinds"), KINDS.map((id) => [t(`kind.${id}`), found.kinds[id] ?? 0])],
    [t("period.ages"), AGES.map((id) => [t(`period.age.${id}`), found.ages[id] ?? 0])],
  ];
  return (
    <section className="col g16">
      <h2 className="title">
        {open === 0 ? t("period.title_none") : t("period.title", { n: number(open) })}
      </h2>
      <p className="t2">
        {t("period.window", { since: day(found.since), until: day(found.until) })} {t("period.set")}
      </p>
      <p className="label t2 dot-sep">
        {found.oldest_at !== null && (
          <span>{t("period.oldest", { ago: ago(found.oldest_at) })}</span>
        )}
        {found.median_days !== null && (
          <span>{t("period.median", { n: number(Math.ceil(found.median_days)) })}</span>
        )}
      </p>
      {first === undefined ? (
        <p className="t2">{t("period.none_yet")}</p>
      ) : (
        <>
          <h3 className="strong">{t("period.chart")}</h3>
          <Bars
            rows={found.days.map((one) => ({ day: one.day, n: one.open }))}
            label={t("period.chart_says", { from: number(first.open), to: number(open) })}
            show={number}
          />
          <details className="fold">
            <summary>{t("period.as_table")}</summary>
            <Table
              label={t("period.chart")}
              rows={found.days}
              keyOf={(one) => one.day}
              columns={[
                { id: "day", word: t("period.day"), cell: (one) => day(one.day) },
                { id: "came", word: t("period.came"), num: true, cell: (o) => number(o.reported) },
                { id: "went", word: t("period.went"), num: true, cell: (o) => number(o.settled) },
                { id: "open", word: t("period.open"), num: true, cell: (o) => number(o.open) },
              ]}
            />
          </details>
        </>
      )}
      <div className="defect-sums">
        {sums.map(([title, rows]) => (
          <section key={title}>
            <h3 className="strong">{title}</h3>
            <ul className="list tight">
              {rows.map(([word, n]) => (
                <li key={word}>
                  <span className="grow">{word}</span>
                  <span className="num">{number(n)}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}
