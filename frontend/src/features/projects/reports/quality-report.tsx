import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Calculator, FileSpreadsheet, FileText, ListX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle, Progress } from "~/ui/page";
import { useMakes } from "../frame/manages";
import { useProject } from "../frame/queries";
import { Metrics } from "./metrics";
import { Process } from "./process";
import { isCounting, paperOf, type Report, reportQuery, save } from "./queries";
import { Distributions } from "./shares";
import { Semantic, Syntactic } from "./syntactic";

type Props = { projectId: number; releaseId: number };

/** The quality report of a release. */
export function QualityReport({ projectId, releaseId }: Props) {
  const { t } = useTranslation("reports");
  const { full, percent } = useFormat();
  const found = useQuery(reportQuery(projectId, releaseId));
  const report = found.data;
  if (report === undefined)
    return found.error === null ? (
      <Skeleton lines={8} />
    ) : (
      <Fault error={found.error} retry={() => found.refetch()} />
    );
  const { figures } = report;
  return (
    <>
      <PageTitle
        name={t("tabs.report")}
        aside={<Acts projectId={projectId} releaseId={releaseId} report={report} />}
      >
        {figures === null
          ? t("report.title_none", { version: report.version })
          : t("report.title", {
              version: report.version,
              share: percent(figures.syntactic.share ?? 0),
            })}
      </PageTitle>
      <Counting report={report} />
      {figures === null ? (
        !isCounting(report) && (
          <Empty icon={Calculator}>
            <p>{t("report.none_hint")}</p>
          </Empty>
        )
      ) : (
        <div className="col g32">
          {report.counted_at !== null && (
            <p className="label t3">{t("report.counted", { at: full(report.counted_at) })}</p>
          )}
          <Metrics report={report} figures={figures} />
          <Process figures={figures} />
          <Distributions figures={figures} />
          <Syntactic figures={figures} />
          <Semantic report={report} />
        </div>
      )}
    </>
  );
}

/** How far the counting is, or why it ended without a report. */
function Counting({ report }: { report: Report }) {
  const { t } = useTranslation("reports");
  const { number } = useFormat();
  const { counting } = report;
  if (counting === null) return null;
  if (counting.state === "dead" || counting.state === "cancelled")
    return <p className="note bad">{t("report.failed")}</p>;
  if (!isCounting(report)) return null;
  return (
    <div className="col g8" role="status">
      <Progress done={counting.done ?? 0} total={counting.total} label={t("report.counting")} />
      <p className="label t2">
        {t("report.counting")}
        {counting.total ? ` ${number(counting.done ?? 0)} / ${number(counting.total)}` : ""}
      </p>
    </div>
  );
}

function Acts({ projectId, releaseId, report }: Props & { report: Report }) {
  const { t, i18n } = useTranslation("reports");
  const makes = useMakes(useProject());
  const client = useQueryClient();
  const path = { project_id: projectId, release_id: releaseId };
  const count = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/releases/{release_id}/report", {
          params: { path },
        }),
      ),
    onSuccess: (counted) =>
      client.setQueryData(reportQuery(projectId, releaseId).queryKey, counted),
  });
  const faults = useMutation({
    mutationFn: async () =>
      save(
        await must(
          api.GET("/api/v1/projects/{project_id}/releases/{release_id}/report/faults", {
            params: { path },
          }),
        ),
      ),
  });
  const paper = (of: "report/pdf" | "report/workbook") =>
    paperOf(projectId, releaseId, of, i18n.language);
  const counted = report.figures !== null;
  return (
    <div className="col g8">
      <div className="row wrap">
        {counted && (
          <>
            <a className="btn line" href={paper("report/pdf")} download>
              <Icon of={FileText} size={16} />
              {t("report.pdf")}
            </a>
            <a className="btn line" href={paper("report/workbook")} download>
              <Icon of={FileSpreadsheet} size={16} />
              {t("report.workbook")}
            </a>
          </>
        )}
        {report.has_faults && (
          <Button look="line" busy={faults.isPending} onPress={() => faults.mutate()}>
            <Icon of={ListX} size={16} />
            {t("report.precheck")}
          </Button>
        )}
        {makes && (
          <Button
            look={counted ? "line" : "primary"}
            busy={count.isPending || isCounting(report)}
            onPress={() => count.mutate()}
          >
            <Icon of={Calculator} size={16} />
            {counted ? t("report.again") : t("report.count")}
          </Button>
        )}
      </div>
      <Fault error={count.error ?? faults.error} />
    </div>
  );
}
