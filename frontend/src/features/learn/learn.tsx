import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight, CircleCheck, GraduationCap, PenLine, Timer } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type CourseRow, coursesQuery } from "~/api/learn";
import { useFormat } from "~/i18n/format";
import { LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Certificates } from "~/ui/learning/certificates";
import { Money } from "~/ui/money";
import { More, PageTitle, Progress, rowsOf } from "~/ui/page";
import { Mark } from "~/ui/state";
import { asLevel, pathOf, stepsOf } from "./model/course";
import "./learn.css";

/** What one may learn: the courses of all one's projects, and what they have earned. */
export function Learn() {
  const { t } = useTranslation("learn");
  const { t: common } = useTranslation();
  const { number } = useFormat();
  const list = useInfiniteQuery(coursesQuery);
  const rows = rowsOf(list);
  const open = rows.filter((row) => !row.certified);
  return (
    <div className="two">
      <div>
        <PageTitle name={common("nav.learn")}>
          {list.data === undefined
            ? common("nav.learn")
            : rows.length === 0
              ? t("title_none")
              : open.length === 0
                ? t("title_done")
                : t("title", { n: number(open.length) })}
        </PageTitle>
        <Fault error={list.error} retry={() => list.refetch()} />
        {list.isPending && <Skeleton lines={4} />}
        {list.isSuccess && rows.length === 0 && (
          <Empty icon={GraduationCap} title={t("none")}>
            <p>{t("none_hint")}</p>
            <LinkButton to="/work">{t("to_market")}</LinkButton>
          </Empty>
        )}
        <ul className="list ln-courses">
          {[...open, ...rows.filter((row) => row.certified)].map((row) => (
            <Row key={`${row.project_id}.${row.id}`} row={row} />
          ))}
        </ul>
        <More list={list} />
      </div>
      <aside>
        <Certificates few />
      </aside>
    </div>
  );
}

function Row({ row }: { row: CourseRow }) {
  const { t } = useTranslation("learn");
  const { t: common } = useTranslation();
  const { done, all } = stepsOf(row);
  const pay = row.training_pay + row.exam_pay;
  return (
    <li>
      <Link to="/learn/$projectId/$courseId" params={pathOf(row)} className="ln-row">
        <span className="thumb">
          <Icon of={GraduationCap} />
        </span>
        <span className="grow col g6">
          <span>
            <b className="block">{row.title}</b>
            <span className="label t3 block">
              {[
                row.project,
                t("opens_stage", {
                  stage: row.stage,
                  level: common(`level.${asLevel(row.level)}`),
                }),
              ].join(" · ")}
            </span>
          </span>
          {row.begun && !row.certified && (
            <span className="row g12 label t3">
              <span className="ln-far">
                <Progress done={done} total={all} label={t("far", { done, all })} />
              </span>
              {t("far", { done, all })}
            </span>
          )}
        </span>
        <span className="col work-end">
          {pay > 0 && !row.certified && <Money won={pay} sign />}
          <Standing row={row} />
        </span>
        <Icon of={ChevronRight} size={16} className="t3" />
      </Link>
    </li>
  );
}

function Standing({ row }: { row: CourseRow }) {
  const { t } = useTranslation("learn");
  const { done, all } = stepsOf(row);
  if (row.certified)
    return (
      <Mark icon={CircleCheck} tone="ok">
        {t("state.certified")}
      </Mark>
    );
  if (!row.begun)
    return (
      <Mark icon={PenLine} tone="now">
        {t("state.new")}
      </Mark>
    );
  return (
    <Mark icon={Timer} tone="now">
      {t(done === all && row.exam ? "state.exam" : "state.begun")}
    </Mark>
  );
}
