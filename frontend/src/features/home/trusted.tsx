import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { TrustRow } from "~/api/trusted";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { Range } from "~/ui/range/range";

const FEW = 2;

/** How far one is trusted where most of that is known, and the way to the rest. */
export function Trusted({ rows }: { rows: readonly TrustRow[] }) {
  const { t } = useTranslation("trusted");
  const { number } = useFormat();
  const known = rows
    .filter((row) => row.mean !== null)
    .toSorted((a, b) => b.answers - a.answers)
    .slice(0, FEW);
  return (
    <section className="sec">
      <div className="head">
        <h2 className="title">{t("name")}</h2>
        <Link to="/trust" className="label t3 nowrap row g4 touch">
          {t("see_all")}
          <Icon of={ChevronRight} size={16} />
        </Link>
      </div>
      {known.length === 0 && <p className="t3">{t("stage_unknown_hint")}</p>}
      <ul className="list">
        {known.map((row) => (
          <li key={`${row.stage_id}.${row.level}`}>
            <Link
              to="/trust/$projectId/$stageId/$level"
              params={{
                projectId: String(row.project_id),
                stageId: String(row.stage_id),
                level: String(row.level),
              }}
              className="col g6 grow"
            >
              <b className="clip">{row.project}</b>
              <span className="label t3">
                {row.stage} · {t("of_hundred", { n: number(Math.round((row.mean ?? 0) * 100)) })}
              </span>
              <Range row={row} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
