import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { Wallet } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Note } from "~/ui/fault";
import { EndChart } from "../charts/end-chart";

export const forecastQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "budget", "forecast"],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/budget/forecast", {
          params: { path: { project_id: projectId } },
        }),
      ),
  });

/** When the money will have been spent, and what managers were told of that. */
export function Ends({ projectId }: { projectId: number }) {
  const { t, i18n } = useTranslation("money");
  const { number } = useFormat();
  const { data } = useSuspenseQuery(forecastQuery(projectId));
  const { funded, spent, ends } = data;
  const short = new Intl.NumberFormat(i18n.language, { notation: "compact" });
  return (
    <section className="col g12 moves">
      <h2 className="title">{t("ends.title")}</h2>
      {data.alerts.length > 0 && (
        <Note icon={Wallet} tone="warn">
          {data.alerts.map((alert) => (
            <p key={alert}>{t(`alert.${alert}`)}</p>
          ))}
        </Note>
      )}
      <p>
        <b>
          <When ends={ends} />
        </b>
      </p>
      {data.per_day > 0 && (
        <p className="label t2">{t("ends.per_day", { won: number(data.per_day) })}</p>
      )}
      {data.per_day > 0 && funded > 0 && (
        <EndChart
          days={data.days.map(({ day, spent: items }) => ({ day, items }))}
          accepted={spent}
          goal={funded}
          forecast={ends}
          axis={(n) => short.format(n)}
          said={{
            words: t("ends.words", { n: number(spent), goal: number(funded) }),
            goal: t("ends.goal", { n: short.format(funded) }),
            today: t("ends.today", { n: number(spent) }),
          }}
        />
      )}
    </section>
  );
}

function When({ ends }: { ends: Schema<"SpendingEnd"> }) {
  const { t } = useTranslation("money");
  const { day } = useFormat();
  if (ends.why !== "pace" || ends.day === null) return t(`ends.${ends.why}`, { day: "" });
  const range =
    ends.low === null
      ? null
      : ends.high === null
        ? t("ends.range_open", { low: day(ends.low) })
        : t("ends.range", { low: day(ends.low), high: day(ends.high) });
  return (
    <>
      {t("ends.pace", { day: day(ends.day) })}
      {range !== null && <small className="label t3"> {range}</small>}
    </>
  );
}
