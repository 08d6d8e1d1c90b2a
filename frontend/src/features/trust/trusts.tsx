import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight, CirclePause, Hand, ScanEye } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type TrustRow, trustsQuery } from "~/api/trusted";
import { useFormat } from "~/i18n/format";
import { LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { More, PageTitle, rowsOf } from "~/ui/page";
import { Range } from "~/ui/range/range";
import { Mark } from "~/ui/state";
import "./trust.css";

/** How far one is trusted, for each kind of work that one does. */
export function Trusts() {
  const { t } = useTranslation("trusted");
  const { number } = useFormat();
  const list = useInfiniteQuery(trustsQuery);
  const rows = rowsOf(list);
  const paused = rows.filter((row) => row.paused_at !== null).length;
  return (
    <div className="tr">
      <PageTitle
        name={t("name")}
        aside={
          <LinkButton to="/noticed" look="line">
            {t("noticed")}
          </LinkButton>
        }
      >
        {list.data === undefined
          ? t("name")
          : paused > 0
            ? t("title_paused", { n: number(paused) })
            : rows.length > 0
              ? t("title", { n: number(rows.length) })
              : t("title_none")}
      </PageTitle>
      <p className="t2 mb-4">{t("what")}</p>
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={5} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty icon={ScanEye} title={t("title_none")}>
          <p>{t("none_hint")}</p>
          <LinkButton to="/work" look="primary">
            {t("to_market")}
          </LinkButton>
        </Empty>
      )}
      <ul className="list tr-rows">
        {rows.map((row) => (
          <li key={`${row.stage_id}.${row.level}`}>
            <Row row={row} />
          </li>
        ))}
      </ul>
      <More list={list} />
    </div>
  );
}

function Row({ row }: { row: TrustRow }) {
  const { t } = useTranslation("trusted");
  const { number } = useFormat();
  return (
    <Link
      to="/trust/$projectId/$stageId/$level"
      params={{
        projectId: String(row.project_id),
        stageId: String(row.stage_id),
        level: String(row.level),
      }}
      className="tr-row"
    >
      <span className="col g4">
        <b className="clip">{row.project}</b>
        <span className="label t3">
          {row.stage} · {t(`level.${row.level as 0 | 1 | 2}`)} ·{" "}
          {t(row.level === 0 ? "answers_n" : "verdicts_n", { n: number(row.answers) })}
        </span>
        <span className="label t2">
          {row.mean === null
            ? t("unknown")
            : t("of_hundred", { n: number(Math.round(row.mean * 100)) })}
        </span>
      </span>
      <Range row={row} />
      {row.paused_at === null ? (
        <Mark icon={Hand}>{t("holds", { n: number(row.holds) })}</Mark>
      ) : (
        <Mark icon={CirclePause} tone="warn">
          {t("paused")}
        </Mark>
      )}
      <Icon of={ChevronRight} className="t3" />
    </Link>
  );
}
