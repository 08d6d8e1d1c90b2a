import { Link } from "@tanstack/react-router";
import { ScanSearch } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { MarketRow } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { isShownModality, MODALITY_ICONS } from "~/ui/modality";
import { Money } from "~/ui/money";
import { Price } from "~/ui/price";
import { BonusMark } from "./bonuses";
import { Go } from "./go";
import { Standing } from "./need";
import { Rating } from "./rating";
import { Above, Bar } from "./wage";

/** The picture of a row, or the sign of what it is about. */
export function Face({ row, large = false }: { row: MarketRow; large?: boolean }) {
  const size = large ? "thumb lg" : "thumb";
  if (row.picture !== null) return <img className={size} src={row.picture} alt="" />;
  const kind = isShownModality(row.modality) ? row.modality : "picture";
  return (
    <span className={size}>
      <Icon of={row.level > 0 ? ScanSearch : MODALITY_ICONS[kind]} />
    </span>
  );
}

/** What it is: kind of data, stage, and the level where it is an inspection. */
export function useAbout(): (row: MarketRow) => string {
  const { t } = useTranslation("market");
  const { t: common } = useTranslation();
  return (row) => {
    const { modality } = row;
    return [
      isShownModality(modality) ? t(`modality.${modality}`) : modality,
      row.stage,
      ...(row.level > 0 ? [common(`level.${row.level === 1 ? "1" : "2"}`)] : []),
    ].join(" · ");
  };
}

/** The whole row is the link to the stage. */
function Stage({
  row,
  className,
  children,
}: {
  row: MarketRow;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Link
      to="/work/stages/$projectId/$stageId"
      params={{ projectId: String(row.project_id), stageId: String(row.stage_id) }}
      className={className}
    >
      {children}
    </Link>
  );
}

/** The catalogue on a desk. */
export function Table({ rows }: { rows: readonly MarketRow[] }) {
  const { t } = useTranslation("market");
  const { number, span } = useFormat();
  const about = useAbout();
  const [first] = rows;
  const best = rows.find((row) => row.may || row.held > 0);
  return (
    <table className="table market-table">
      <thead>
        <tr>
          <th>{t("what")}</th>
          <th className="num">{t("piece")}</th>
          <th className="num">{t("median")}</th>
          <th className="pl-10">
            {t("hourly")}
            {first !== undefined && (
              <>
                <span className="market-tick" aria-hidden="true" />
                {t("minimum", { won: number(first.minimum_wage) })}
              </>
            )}
          </th>
          <th className="num">{t("left")}</th>
          <th className="pl-8">{t("needs")}</th>
          <th>
            <span className="sr-only">{t("start")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.stage_id}.${row.level}`}>
            <td>
              <Stage row={row} className="market-name">
                <Face row={row} />
                <span className="block">
                  <b className="block">{row.project}</b>
                  <span className="label t3">{about(row)}</span>
                  <Rating row={row} />
                  {row.bonuses.length > 0 && <BonusMark row={row} />}
                </span>
              </Stage>
            </td>
            <td className="num">
              <Price of={row} />
            </td>
            <td className="num">{row.median_seconds === null ? "–" : span(row.median_seconds)}</td>
            <td className="pl-10">
              {row.hourly === null ? (
                <span className="label t3">{t("unknown")}</span>
              ) : (
                <div className="market-wage">
                  <div className="row between base label">
                    <Money won={row.hourly} />
                    <Above row={row} />
                  </div>
                  <Bar row={row} />
                </div>
              )}
            </td>
            <td className="num">
              {t(row.waiting >= 1000 ? "left_many" : "left_n", { n: number(row.waiting) })}
            </td>
            <td className="pl-8">
              <Standing row={row} />
            </td>
            <td className="num">
              <Go row={row} main={row === best} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The catalogue on a phone: a row is pressed, and its page has the button. */
export function List({ rows }: { rows: readonly MarketRow[] }) {
  const { t } = useTranslation("market");
  const { number, span } = useFormat();
  const about = useAbout();
  const [first] = rows;
  return (
    <>
      {first !== undefined && (
        <p className="label t3">
          <span className="market-tick ml-0" aria-hidden="true" />
          {t("minimum_long", { won: number(first.minimum_wage) })}
        </p>
      )}
      <ul className="market-list">
        {rows.map((row) => (
          <li key={`${row.stage_id}.${row.level}`}>
            <Stage row={row}>
              <span className="row">
                <Face row={row} />
                <span className="grow">
                  <b className="clip block">{row.project}</b>
                  <span className="label t3 clip block">{about(row)}</span>
                  <Rating row={row} />
                  {row.bonuses.length > 0 && <BonusMark row={row} />}
                </span>
                <span className="col work-end">
                  <span className="market-price">
                    <Price of={row} />
                  </span>
                  {row.median_seconds !== null && (
                    <span className="label t3">
                      {t("median_of", { span: span(row.median_seconds) })}
                    </span>
                  )}
                </span>
              </span>
              <span className="row between label">
                {row.hourly === null ? (
                  <span className="t3">
                    {t("hourly")} {t("unknown")}
                  </span>
                ) : (
                  <span className="row g8">
                    <b>{t("hourly_of", { won: number(row.hourly) })}</b>
                    <Bar row={row} />
                    <Above row={row} />
                  </span>
                )}
                <Standing row={row} />
              </span>
            </Stage>
          </li>
        ))}
      </ul>
    </>
  );
}
