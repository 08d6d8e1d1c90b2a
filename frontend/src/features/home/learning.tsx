import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight, GraduationCap, TrendingUp } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { coursesQuery } from "~/api/learn";
import { ladderQuery } from "~/api/routing";
import type { MarketRow } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { rowsOf } from "~/ui/page";

const FEW = 2;

/** What is to be learnt, and the next rung of the work that stands on this page. */
export function Learning({ row }: { row: MarketRow | undefined }) {
  const { t } = useTranslation("learn");
  const { number } = useFormat();
  const courses = rowsOf(useInfiniteQuery(coursesQuery))
    .filter((one) => !one.certified)
    .slice(0, FEW);
  const rung = useRung(row);
  if (courses.length === 0 && rung === null) return null;
  return (
    <section className="sec">
      <div className="head">
        <h2 className="title">{t("home.title")}</h2>
        <Link to="/learn" className="label t3 nowrap row g4 touch">
          {t("home.more")}
          <Icon of={ChevronRight} size={16} />
        </Link>
      </div>
      <ul className="list">
        {courses.map((one) => {
          const pay = one.training_pay + one.exam_pay;
          return (
            <li key={`${one.project_id}.${one.id}`}>
              <Way
                to={`/learn/${one.project_id}/${one.id}`}
                icon={<Icon of={GraduationCap} />}
                says={one.title}
                hint={
                  pay > 0 ? `${one.project} · ${t("home.pay", { won: number(pay) })}` : one.project
                }
              />
            </li>
          );
        })}
        {rung !== null && <li>{rung}</li>}
      </ul>
    </section>
  );
}

/** The way to the first rung that one has not and may climb to; null where there is none. */
function useRung(row: MarketRow | undefined): ReactNode {
  const { t } = useTranslation("learn");
  const { t: common } = useTranslation();
  const ladder = useQuery({
    ...ladderQuery(row?.project_id ?? 0),
    enabled: row?.member === true,
  }).data;
  const stage = ladder?.find((one) => one.stage_id === row?.stage_id);
  const rung = stage?.rungs.find((one) => one.level > 0 && !one.held && one.climb);
  if (row === undefined || rung === undefined) return null;
  return (
    <Way
      to={`/work/stages/${row.project_id}/${row.stage_id}#ladder`}
      icon={<Icon of={TrendingUp} />}
      says={t("ladder.link", { role: common(`role.${rung.role}`) })}
      hint={t(rung.may_climb ? "ladder.link_ready" : "ladder.link_hint", { stage: row.stage })}
    />
  );
}

function Way({
  to,
  icon,
  says,
  hint,
}: {
  to: string;
  icon: ReactNode;
  says: string;
  hint: string;
}) {
  const [path, hash] = to.split("#");
  return (
    <Link to={path as "/"} {...(hash === undefined ? {} : { hash })} className="row grow">
      <span className="thumb">{icon}</span>
      <span className="grow">
        <b className="block">{says}</b>
        <span className="label t3">{hint}</span>
      </span>
      <Icon of={ChevronRight} size={16} className="t3" />
    </Link>
  );
}
