import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Archive, CircleCheck, CircleDashed, Database, type LucideIcon } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { Mark, type Tone } from "~/ui/state";
import { toast } from "~/ui/toast";
import { useProjectId, useStages } from "../../frame/queries";
import { ReleaseTabs } from "../tabs";
import { type Dataset, datasetsQuery, useAnew } from "./queries";
import { Samples } from "./samples";
import { Uses } from "./uses";
import { Versions } from "./versions";
import { Words } from "./words";
import "../../data/data.css";
import "./publish.css";

/** What of the project everybody sees: of each stage its words, its versions, its samples. */
export function CataloguePage() {
  const { t } = useTranslation("defects");
  const projectId = useProjectId();
  const stages = useStages();
  const read = useQuery(datasetsQuery(projectId));
  const rows = read.data ?? [];
  const open = rows.filter((one) => one.state === "published").length;
  const free = stages.filter((stage) => !rows.some((one) => one.stage_id === stage.id));
  const [writing, setWriting] = useState(false);
  return (
    <>
      <ReleaseTabs projectId={projectId} />
      <div className="design-tab">
        <PageTitle
          name={t("publish.name")}
          aside={
            read.isSuccess &&
            free.length > 0 && (
              <Button look="primary" main onPress={() => setWriting(true)}>
                {t("publish.make")}
              </Button>
            )
          }
        >
          {open === 0 ? t("publish.title_none") : t("publish.title", { n: open })}
        </PageTitle>
        <p className="label">
          <Link to="/catalogue" className="link">
            {t("publish.open_data")}
          </Link>
        </p>
        <Fault error={read.error} retry={() => read.refetch()} />
        {read.isPending && <Skeleton lines={6} />}
        {read.isSuccess && rows.length === 0 && (
          <Empty icon={Database} title={t("publish.none")}>
            <p>{t("publish.none_hint")}</p>
          </Empty>
        )}
        {rows.map((one) => (
          <Entry
            key={one.id}
            projectId={projectId}
            dataset={one}
            stage={stages.find((stage) => stage.id === one.stage_id)?.name ?? ""}
          />
        ))}
      </div>
      <Words projectId={projectId} stages={free} open={writing} onClose={() => setWriting(false)} />
    </>
  );
}

const MARK: Record<Dataset["state"], [LucideIcon, Tone]> = {
  draft: [CircleDashed, "off"],
  published: [CircleCheck, "ok"],
  withdrawn: [Archive, "off"],
};

function Entry({
  projectId,
  dataset,
  stage,
}: {
  projectId: number;
  dataset: Dataset;
  stage: string;
}) {
  const { t, i18n } = useTranslation("defects");
  const anew = useAnew(projectId);
  const [writing, setWriting] = useState(false);
  const [asked, setAsked] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const params = { path: { project_id: projectId, dataset_id: dataset.id } };
  const [icon, tone] = MARK[dataset.state];
  const offered = dataset.versions.some((one) => one.offered);
  const publish = async () => {
    setFault(undefined);
    try {
      await must(
        api.POST("/api/v1/projects/{project_id}/datasets/{dataset_id}/publish", { params }),
      );
      toast(t("publish.published"));
      await anew();
    } catch (error) {
      setFault(error);
    }
  };
  const withdraw = async () => {
    await must(
      api.POST("/api/v1/projects/{project_id}/datasets/{dataset_id}/withdraw", { params }),
    );
    toast(t("publish.withdrawn"));
    await anew();
  };
  return (
    <article className="publish-entry">
      <header className="row between wrap">
        <div>
          <h2 className="title">{i18n.language === "en" ? dataset.title_en : dataset.title_ko}</h2>
          <p className="label t3">{stage}</p>
        </div>
        <Mark icon={icon} tone={tone} pill>
          {t(`publish.state.${dataset.state}`)}
        </Mark>
      </header>
      <p className="t2">{t(`publish.stands.${dataset.state}`)}</p>
      <div className="row wrap">
        {dataset.state === "published" ? (
          <>
            <Link
              to="/catalogue/$datasetId"
              params={{ datasetId: String(dataset.id) }}
              className="link"
            >
              {t("publish.see")}
            </Link>
            <Button look="line" onPress={() => setAsked(true)}>
              {t("publish.withdraw")}
            </Button>
          </>
        ) : offered ? (
          <Button look="primary" onPress={publish}>
            {t("publish.publish")}
          </Button>
        ) : (
          <p className="label t2">{t("publish.needs")}</p>
        )}
        <Button onPress={() => setWriting(true)}>{t("publish.words")}</Button>
      </div>
      <Fault error={fault} />
      <Versions projectId={projectId} dataset={dataset} />
      <Samples projectId={projectId} dataset={dataset} />
      {dataset.published_at !== null && <Uses projectId={projectId} datasetId={dataset.id} />}
      <Words
        projectId={projectId}
        dataset={dataset}
        open={writing}
        onClose={() => setWriting(false)}
      />
      <Confirm
        title={t("publish.withdraw_title")}
        open={asked}
        onClose={() => setAsked(false)}
        act={withdraw}
        word={t("publish.withdraw")}
        danger
      >
        <p className="t2">{t("publish.withdraw_means")}</p>
      </Confirm>
    </article>
  );
}
