import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft, FileSpreadsheet, ListOrdered, LockKeyhole, Upload, Users } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle, Progress } from "~/ui/page";
import { toast } from "~/ui/toast";
import { useMakes } from "../frame/manages";
import { useProject, useProjectId } from "../frame/queries";
import { Examiners } from "./examiners";
import { ReachedMark, SampleMark } from "./marks";
import { Protocol } from "./protocol";
import { type Sample, sampleQuery } from "./queries";
import { SampleItems } from "./sample-items";
import { Truth } from "./truth";
import "./reports.css";
import "../data/data.css";

/** One blind sample: how it was drawn, how far it is, what was found. */
export function SamplePage() {
  const { t } = useTranslation("reports");
  const { number, percent } = useFormat();
  const projectId = useProjectId();
  const { sampleId } = useParams({ from: "/inside/projects/$projectId/samples/$sampleId" });
  const { data: sample } = useSuspenseQuery(sampleQuery(projectId, Number(sampleId)));
  const { result, state } = sample;
  const seen = sample.drawn - sample.left;
  return (
    <>
      <Link
        to="/projects/$projectId/reports"
        params={{ projectId: String(projectId) }}
        search={{ tab: "samples", release: sample.release_id }}
        className="label t3 back"
      >
        <Icon of={ArrowLeft} size={14} />
        {t("tabs.samples")}
      </Link>
      <PageTitle
        name={t("sample.of", { n: number(sample.id) })}
        aside={<SampleMark sample={sample} pill />}
      >
        {result?.share == null
          ? t("sample.title_open", { n: number(sample.id) })
          : t("sample.title_share", { n: number(sample.id), share: percent(result.share) })}
      </PageTitle>
      <div className="col g32">
        {state === "drawing" ? (
          <div role="status">
            <Progress done={0} label={t("sample.states.drawing")} />
          </div>
        ) : (
          <div className="col g8">
            <Progress done={seen} total={sample.drawn} label={t("sample.looked")} />
            <p className="label t2">
              {t("sample.n_looked", { n: number(seen), m: number(sample.drawn) })}
              {result?.share != null &&
                ` · ${t("metric.between", { low: percent(result.low), high: percent(result.high) })}`}
              {` · ${t("sample.target")} ${percent(sample.target)}`}
            </p>
            {state === "closed" && <ReachedMark reached={sample.reached} />}
          </div>
        )}
        <Acts projectId={projectId} sample={sample} />
        <Protocol sample={sample} />
        {state !== "drawing" && <SampleItems projectId={projectId} sample={sample} />}
      </div>
    </>
  );
}

function Acts({ projectId, sample }: { projectId: number; sample: Sample }) {
  const { t } = useTranslation("reports");
  const client = useQueryClient();
  const makes = useMakes(useProject());
  const [asked, setAsked] = useState<"examiners" | "truth" | null>(null);
  const home = `/api/v1/projects/${projectId}/samples/${sample.id}`;
  const close = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/samples/{sample_id}/close", {
          params: { path: { project_id: projectId, sample_id: sample.id } },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["project", projectId] });
      toast(t("sample.closed"));
    },
  });
  const drawn = sample.state !== "drawing";
  const open = sample.state === "open";
  return (
    <div className="col g8">
      <div className="row wrap">
        {makes && open && sample.kind === "truth" && (
          <Button look="primary" onPress={() => setAsked("truth")}>
            <Icon of={Upload} size={16} />
            {t("truth.send")}
          </Button>
        )}
        {makes && sample.state !== "closed" && sample.kind === "judged" && (
          <Button look="line" onPress={() => setAsked("examiners")}>
            <Icon of={Users} size={16} />
            {t("sample.examiners")}
          </Button>
        )}
        {makes && open && (
          <Button
            look="line"
            busy={close.isPending}
            isDisabled={sample.left > 0}
            onPress={() => close.mutate()}
          >
            <Icon of={LockKeyhole} size={16} />
            {t("sample.close")}
          </Button>
        )}
        {drawn && (
          <>
            <a className="btn line" href={`${home}/workbook`} download>
              <Icon of={FileSpreadsheet} size={16} />
              {t("sample.workbook")}
            </a>
            <a className="btn line" href={`${home}/names`} download>
              <Icon of={ListOrdered} size={16} />
              {t("sample.names")}
            </a>
          </>
        )}
      </div>
      <Fault error={close.error} />
      {asked === "examiners" && (
        <Examiners projectId={projectId} sample={sample} onClose={() => setAsked(null)} />
      )}
      {asked === "truth" && (
        <Truth projectId={projectId} sample={sample} onClose={() => setAsked(null)} />
      )}
    </div>
  );
}
