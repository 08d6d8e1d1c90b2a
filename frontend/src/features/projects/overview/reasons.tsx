import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Pareto } from "../charts/pareto";
import { useProjectId } from "../frame/queries";
import type { Overview } from "./queries";

const SHOWN = 6;
const MOST = 0.8;

/** Why work was sent back: the most frequent first, with what they add up to. */
export function Reasons({ quality }: { quality: Overview["quality"] }) {
  const { t, i18n } = useTranslation(["data", "dashboard"]);
  const { number, percent } = useFormat();
  const params = { projectId: String(useProjectId()) };
  const all = quality.reasons.reduce((sum, one) => sum + one.count, 0);
  const rows = quality.reasons.slice(0, SHOWN).map((one) => ({
    id: one.code,
    name: i18n.language === "en" ? one.en : one.ko,
    n: one.count,
  }));
  let few = 0;
  let sum = 0;
  for (const one of rows) {
    if (sum / all >= MOST) break;
    few += 1;
    sum += one.n;
  }
  return (
    <section>
      <div className="row between">
        <h2 className="title">{t("data:overview.reasons")}</h2>
        {all > 0 && <span className="label t3">{t("data:overview.n", { n: number(all) })}</span>}
      </div>
      {all === 0 ? (
        <p className="label t3">{t("data:overview.no_reasons")}</p>
      ) : (
        <Pareto
          rows={rows}
          all={all}
          label={t("dashboard:pareto.words", {
            n: number(all),
            reason: rows[0]?.name ?? "",
            most: number(rows[0]?.n ?? 0),
            few,
            share: percent(Math.round((sum / all) * 100) / 100),
          })}
          show={number}
          share={percent}
        />
      )}
      <p className="label row wrap">
        {all > 0 && (
          <Link to="/projects/$projectId/design" params={params} className="acc strong">
            {t("data:overview.to_guideline")}
          </Link>
        )}
        <Link
          to="/projects/$projectId/quality"
          params={params}
          search={{ tab: "agreement" }}
          className="acc strong"
        >
          {t("dashboard:agreement")}
        </Link>
      </p>
    </section>
  );
}
