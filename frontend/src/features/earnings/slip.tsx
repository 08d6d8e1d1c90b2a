import { Link } from "@tanstack/react-router";
import { FileText } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { EarningDay } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import { sumOf } from "./month";
import { useMonthName } from "./words";

/** A month by project, and what it comes to. */
export function Slip({ month, rows }: { month: string; rows: readonly EarningDay[] }) {
  const { t } = useTranslation("earnings");
  const { t: papers } = useTranslation("papers");
  const { number, span } = useFormat();
  const nameOf = useMonthName();
  if (rows.length === 0) return null;
  const projects = new Map<number, { name: string; rows: EarningDay[] }>();
  for (const row of rows) {
    const found = projects.get(row.project_id) ?? { name: row.project, rows: [] };
    found.rows.push(row);
    projects.set(row.project_id, found);
  }
  const all = sumOf(rows);
  const made = all.earned + all.pending;
  return (
    <section className="pay-slip" aria-labelledby="slip">
      <h2 className="title" id="slip">
        {t("slip", { month: nameOf(month) })}
      </h2>
      <dl className="mt-3">
        {[...projects].map(([id, project]) => {
          const sum = sumOf(project.rows);
          return (
            <div key={id}>
              <dt>
                {project.name}{" "}
                <span className="label t3 nowrap">{t("pieces_n", { n: number(sum.pieces) })}</span>
              </dt>
              <dd>
                <Money won={sum.earned + sum.pending} />
              </dd>
            </div>
          );
        })}
        <div className="sum t2">
          <dt>{t("time")}</dt>
          <dd className="nowrap">{span(all.seconds)}</dd>
        </div>
        {all.seconds >= 60 && (
          <div className="t2">
            <dt>{t("hourly")}</dt>
            <dd className="nowrap">
              {/* Learning is paid by the course, and takes no time of work. */}
              <Money won={Math.round(((made - all.learned) * 3600) / all.seconds)} />
            </dd>
          </div>
        )}
        {(["learned", "added"] as const).map(
          (what) =>
            all[what] > 0 && (
              <div key={what} className="t2">
                <dt>{t(`in_${what}`)}</dt>
                <dd>
                  <Money won={all[what]} />
                </dd>
              </div>
            ),
        )}
        <div className="t2">
          <dt>{t("in_review")}</dt>
          <dd>
            <Money won={all.pending} />
          </dd>
        </div>
        <div className="sum base">
          <dt className="strong">{t("total")}</dt>
          <dd className="big">
            <Money won={made} />
          </dd>
        </div>
      </dl>
      <Link to="/earnings/statements/$month" params={{ month }} className="btn line full mt-3">
        <Icon of={FileText} size={16} />
        {papers("mine.link", { month: nameOf(month) })}
      </Link>
    </section>
  );
}
