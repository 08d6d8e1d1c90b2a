import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Flag, SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { isProblem } from "~/api/problem";
import { useFormat } from "~/i18n/format";
import { BackLink } from "~/ui/back-link";
import { LinkButton } from "~/ui/button";
import { useAbout } from "~/ui/defects/about";
import { DefectMark } from "~/ui/defects/mark";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { PageTitle, rowsOf } from "~/ui/page";
import { ListFrame, usePaged } from "~/ui/table";
import { OpenFrame } from "./frame";

type Report = Schema<"MyDefect">;

/** What one has reported oneself, the newest first. */
export function Reports() {
  return (
    <OpenFrame>
      <Mine />
    </OpenFrame>
  );
}

function Mine() {
  const { t } = useTranslation("catalogue");
  const { day } = useFormat();
  const about = useAbout();
  const list = usePaged<Report>(["my-defects"], (after) =>
    must(api.GET("/api/v1/me/defects", { params: { query: { after, limit: 50 } } })),
  );
  const rows = rowsOf(list);
  const open = rows.filter((row) => !["answered", "declined"].includes(row.state)).length;
  return (
    <>
      <PageTitle name={t("mine.name")}>
        {rows.length === 0
          ? t("mine.title_none")
          : open === 0
            ? t("mine.title_all")
            : t("mine.title", { n: open })}
      </PageTitle>
      <ListFrame
        list={list}
        none={
          <Empty icon={Flag}>
            <p>{t("mine.none")}</p>
            <LinkButton to="/catalogue">{t("name")}</LinkButton>
          </Empty>
        }
      >
        <ul className="list open-reports">
          {rows.map((row) => (
            <li key={row.id}>
              <div className="grow">
                <Link
                  to="/catalogue/reports/$defectId"
                  params={{ defectId: String(row.id) }}
                  className="row-link strong"
                >
                  {row.title}
                </Link>
                <p className="label t3 break">{about(row)}</p>
              </div>
              <DefectMark state={row.state} />
              <span className="label t3 nowrap desk-only">{day(row.reported_at)}</span>
            </li>
          ))}
        </ul>
      </ListFrame>
    </>
  );
}

/** One of one's own reports, and what became of it. */
export function ReportPage() {
  const { t } = useTranslation("catalogue");
  const { defectId } = useParams({ from: "/inside/catalogue/reports/$defectId" });
  const id = Number(defectId);
  const read = useQuery({
    queryKey: ["my-defects", id],
    retry: false,
    queryFn: () =>
      must(api.GET("/api/v1/me/defects/{defect_id}", { params: { path: { defect_id: id } } })),
  });
  const unknown = isProblem(read.error) && [404, 422].includes(read.error.status);
  return (
    <OpenFrame>
      <BackLink to="/catalogue/reports">{t("mine.name")}</BackLink>
      {read.isPending && <Skeleton lines={6} />}
      {unknown && (
        <Empty icon={SearchX} title={t("mine.unknown")} heads>
          <p>{t("mine.unknown_hint")}</p>
        </Empty>
      )}
      {!unknown && <Fault error={read.error} retry={() => read.refetch()} />}
      {read.data !== undefined && <Answer report={read.data} />}
    </OpenFrame>
  );
}

function Answer({ report }: { report: Report }) {
  const { t } = useTranslation("catalogue");
  const { t: said } = useTranslation("defects");
  const { full } = useFormat();
  const about = useAbout();
  const { state, answered_version: version } = report;
  return (
    <article className="col g24 open-report">
      <div>
        <PageTitle name={t("mine.name")} aside={<DefectMark state={state} pill />}>
          {t(`mine.stands.${state}`, { version: version ?? "" })}
        </PageTitle>
        <p className="label t3 break">
          {report.title} · {about(report)}
        </p>
      </div>
      {report.reported_before && <p className="t2">{t("mine.reported_before")}</p>}
      {(report.answer !== null || report.reason !== null) && (
        <section className="col g8">
          <h2 className="title">{t("mine.answer")}</h2>
          {report.reason !== null && <p className="strong">{said(`reason.${report.reason}`)}</p>}
          {report.answer !== null && <p className="open-words">{report.answer}</p>}
          {report.decided_at !== null && <p className="label t3">{full(report.decided_at)}</p>}
        </section>
      )}
      {version !== null && report.dataset_id !== null && (
        <LinkButton
          to="/catalogue/$datasetId"
          params={{ datasetId: String(report.dataset_id) }}
          look="primary"
          main
          className="self-start"
        >
          {t("mine.see_version", { version })}
        </LinkButton>
      )}
      <section className="col g8">
        <h2 className="title">{t("mine.what")}</h2>
        <p className="strong">{said(`kind.${report.kind}`)}</p>
        <p className="open-words">{report.body}</p>
        <p className="label t3">{full(report.reported_at)}</p>
      </section>
    </article>
  );
}
