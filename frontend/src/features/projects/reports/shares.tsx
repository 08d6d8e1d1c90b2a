import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { useStages } from "../frame/queries";
import { useCellName } from "./names";
import type { Figures, Shares } from "./queries";

const SHOWN = 12;

/** How the set is shared out: what was aimed at, what is there. */
export function Distributions({ figures }: { figures: Figures }) {
  const { t } = useTranslation("reports");
  return (
    <section className="col g16">
      <div className="row between wrap">
        <h2 className="title">{t("metric.diversity")}</h2>
        {figures.shares.some((one) => one.overlap !== null) && (
          <p className="label t2 row report-key">
            <i className="report-swatch" /> {t("shares.actual")}
            <i className="report-aim-swatch" /> {t("shares.target")}
          </p>
        )}
      </div>
      {figures.shares.length === 0 && <p className="hint">{t("shares.none")}</p>}
      <div className="report-shares">
        {figures.shares.map((one) => (
          <Distribution key={one.what} of={one} />
        ))}
      </div>
      {figures.quotas.length > 0 && <Quotas figures={figures} />}
    </section>
  );
}

function Distribution({ of: one }: { of: Shares }) {
  const { t, i18n } = useTranslation("reports");
  const { number, percent } = useFormat();
  const [all, setAll] = useState(false);
  const most = Math.max(...one.rows.map((row) => Math.max(row.share, row.target ?? 0)), 1e-9);
  const rows = all ? one.rows : one.rows.slice(0, SHOWN);
  const name = one.what.slice(one.what.indexOf(":") + 1);
  return (
    <figure className="col g8">
      <figcaption className="row between wrap">
        <span className="strong">{name}</span>
        <span className="label t2">
          {t(one.of === "marks" ? "shares.of_marks" : "shares.of_items", {
            n: number(one.total),
          })}
          {one.overlap !== null && ` · ${t("shares.overlap", { share: percent(one.overlap) })}`}
        </span>
      </figcaption>
      <ul className="report-bars">
        {rows.map((row) => (
          <li key={row.value}>
            <span className="clip">
              {(i18n.language === "ko" ? row.ko : row.en) || row.value || t("shares.without")}
            </span>
            <span className="report-bar" aria-hidden>
              <i style={{ width: `${(row.share / most) * 100}%` }} />
              {row.target !== null && <b style={{ left: `${(row.target / most) * 100}%` }} />}
            </span>
            <span className="num label">
              {percent(row.share)}
              <span className="t3"> {number(row.count)}</span>
              {row.target !== null && (
                <span className="t2"> / {t("shares.aim", { share: percent(row.target) })}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {one.rows.length > SHOWN && !all && (
        <Button look="text" onPress={() => setAll(true)}>
          {t("shares.all", { n: number(one.rows.length) })}
        </Button>
      )}
    </figure>
  );
}

/** How far the groups of collect stages are. */
function Quotas({ figures }: { figures: Figures }) {
  const { t } = useTranslation("reports");
  const { number } = useFormat();
  const stages = useStages();
  const named = useCellName();
  return (
    <figure className="col g8">
      <figcaption className="strong">{t("shares.quotas")}</figcaption>
      <ul className="report-bars">
        {figures.quotas.map((row) => (
          <li key={`${row.stage_id} ${JSON.stringify(row.cell)}`}>
            <span className="clip">
              {named(row.cell)}
              {stages.length > 1 && (
                <span className="t3"> {stages.find((one) => one.id === row.stage_id)?.name}</span>
              )}
            </span>
            <span className="report-bar" aria-hidden>
              <i
                style={{
                  width: `${row.goal === 0 ? 100 : Math.min(100, (row.reached / row.goal) * 100)}%`,
                }}
              />
            </span>
            <span className="num label">
              {number(row.reached)} / {number(row.goal)}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
