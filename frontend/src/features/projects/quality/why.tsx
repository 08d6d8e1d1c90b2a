import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Segments } from "~/ui/segments";
import { figure, Table } from "~/ui/table";
import { useProjectId } from "../frame/queries";
import type { Overview } from "../overview/queries";

const LEAD = 0.8; // the reasons that make up this much stand out

/** Why work came back, the most frequent first, and what they add up to. */
export function Why({ quality }: { quality: Overview["quality"] }) {
  const { t, i18n } = useTranslation("projects");
  const { number, percent } = useFormat();
  const [view, setView] = useState<"chart" | "table">("chart");
  const params = { projectId: String(useProjectId()) };
  const all = quality.reasons.reduce((sum, one) => sum + one.count, 0);
  const most = quality.reasons[0]?.count ?? 1;
  let sum = 0;
  const rows = quality.reasons.map((one) => {
    const lead = all > 0 && sum / all < LEAD;
    sum += one.count;
    return {
      ...one,
      lead,
      name: i18n.language === "en" ? one.en : one.ko,
      share: all === 0 ? 0 : sum / all,
    };
  });
  const leads = rows.filter((row) => row.lead);
  return (
    <section className="col g12">
      <div className="row between wrap">
        <h2 className="title">{t("quality.why")}</h2>
        {all > 0 && (
          <Segments
            label={t("quality.view")}
            parts={[
              { id: "chart", word: t("quality.chart") },
              { id: "table", word: t("quality.table") },
            ]}
            chosen={view}
            onChoose={setView}
          />
        )}
      </div>
      {all === 0 && <p className="hint">{t("quality.no_reasons")}</p>}
      {all > 0 && view === "chart" && (
        <ol className="par">
          {rows.map((row) => (
            <li key={row.code} className={row.lead ? "lead" : ""}>
              <span className="clip">{row.name}</span>
              <i style={{ width: `${(row.count / most) * 100}%` }} />
              <b className="num">{number(row.count)}</b>
              <span className="num t3">{percent(row.share)}</span>
            </li>
          ))}
        </ol>
      )}
      {all > 0 && view === "table" && (
        <Table
          label={t("quality.why")}
          rows={rows}
          keyOf={(row) => row.code}
          columns={[
            { id: "reason", word: t("quality.reason"), cell: (row) => row.name },
            { ...figure("count", t("quality.count")), cell: (row) => number(row.count) },
            { ...figure("sum", t("quality.sum")), cell: (row) => percent(row.share) },
          ]}
        />
      )}
      {leads.length > 0 && (
        <p className="label t2">
          {t("quality.leads", { n: leads.length, share: percent(leads.at(-1)?.share ?? 0) })}{" "}
          <Link
            to="/projects/$projectId/design"
            params={params}
            search={{ tab: "guideline" }}
            className="acc strong nowrap"
          >
            {t("quality.mend")}
          </Link>
        </p>
      )}
    </section>
  );
}
