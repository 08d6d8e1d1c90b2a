import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { useProjectId } from "../../frame/queries";
import type { Throughput } from "./queries";

const SHOWN = 8;

/** Who has done how much in a week: hand-ins in ink, verdicts in grey behind them. */
export function People({ data }: { data: Throughput }) {
  const { t } = useTranslation("dashboard");
  const { number } = useFormat();
  const params = { projectId: String(useProjectId()) };
  const rows = data.people.slice(0, SHOWN);
  if (rows.length === 0) return <p className="label t3">{t("people.none")}</p>;
  const top = Math.max(...rows.map((one) => one.handed_in + one.judged));
  const wide = (n: number) => ({ width: `${(n / top) * 100}%` });
  return (
    <>
      <p className="label t3">{t("people.key")}</p>
      <ol className="done-by">
        {rows.map((one) => (
          <li key={one.pseudonym}>
            <span className="clip">{one.pseudonym}</span>
            <span className="track">
              <i className="ink" style={wide(one.handed_in)} />
              <i style={wide(one.judged)} />
            </span>
            <b className="num">{number(one.handed_in + one.judged)}</b>
            <span className="num t3">
              {one.per_hour === null ? "" : t("people.per_hour", { n: number(one.per_hour) })}
            </span>
          </li>
        ))}
      </ol>
      {data.all > rows.length && (
        <p className="label">
          <Link to="/projects/$projectId/people" params={params} className="acc strong">
            {t("people.all", { n: number(data.all) })}
          </Link>
        </p>
      )}
    </>
  );
}
