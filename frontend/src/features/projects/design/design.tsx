import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Shapes } from "lucide-react";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "~/ui/button";
import { Empty, Skeleton } from "~/ui/fault";
import { Select } from "~/ui/field";
import { type Stage, useProjectId, useStages } from "../frame/queries";
import { COLLECT_TABS, DESIGN_TABS, type DesignTab } from "./tab-ids";
import { CollectTab } from "./tabs/collect";
import { CoursesTab } from "./tabs/courses";
import { FlowTab } from "./tabs/flow";
import { GuidelineTab } from "./tabs/guideline";
import { HooksTab } from "./tabs/hooks";
import { InspectionTab } from "./tabs/inspection";
import { LabelsTab } from "./tabs/labels";
import { PricesTab } from "./tabs/prices";
import { QualityTab } from "./tabs/quality";
import { QuotasTab } from "./tabs/quotas";
import { ReasonsTab } from "./tabs/reasons";
import { RequirementsTab } from "./tabs/requirements";
import { StagesTab } from "./tabs/stages";
import { SuggestionsTab } from "./tabs/suggestions";

/** On a phone there are more tabs than fit: the one that is open is seen. */
const inSight = (link: HTMLAnchorElement | null) =>
  link?.scrollIntoView({ block: "nearest", inline: "nearest" });

const OF_STAGE = {
  labels: LabelsTab,
  guideline: GuidelineTab,
  inspection: InspectionTab,
  quality: QualityTab,
  prices: PricesTab,
  courses: CoursesTab,
  requirements: RequirementsTab,
  suggestions: SuggestionsTab,
  collect: CollectTab,
  quotas: QuotasTab,
};

/** How the work is designed: what is asked, how, who looks at it, and what it pays. */
export function Design() {
  const { t } = useTranslation("projects");
  const projectId = useProjectId();
  const stages = useStages();
  const { tab = "labels", stage: wanted } = useSearch({
    from: "/inside/projects/$projectId/design",
  });
  const collects = COLLECT_TABS.includes(tab);
  const own = collects ? stages.filter((one) => one.kind === "collect") : stages;
  const stage =
    own.find((one) => one.id === wanted) ?? own.find((one) => one.state !== "cancelled") ?? own[0];
  const tabs = DESIGN_TABS.filter(
    (id) => !COLLECT_TABS.includes(id) || stages.some((one) => one.kind === "collect"),
  );
  return (
    <>
      <div className="row between wrap design-head">
        <nav className="tabs design-tabs" aria-label={t("pages.design")}>
          {tabs.map((id) => (
            <Link
              key={id}
              ref={id === tab ? inSight : undefined}
              to="/projects/$projectId/design"
              params={{ projectId: String(projectId) }}
              search={{ tab: id, stage: wanted }}
              aria-current={id === tab ? "page" : undefined}
            >
              {t(`design.tab.${id}`)}
            </Link>
          ))}
        </nav>
        {stage !== undefined && own.length > 1 && tab in OF_STAGE && (
          <StageSelect projectId={projectId} stages={own} stage={stage} tab={tab} />
        )}
      </div>
      <div className="design-tab">
        <Suspense fallback={<Skeleton lines={8} />}>
          <Tab
            key={`${tab}${stage?.id}`}
            tab={tab}
            projectId={projectId}
            stages={stages}
            stage={stage}
          />
        </Suspense>
      </div>
    </>
  );
}

function Tab({
  tab,
  projectId,
  stages,
  stage,
}: {
  tab: DesignTab;
  projectId: number;
  stages: Stage[];
  stage: Stage | undefined;
}) {
  const { t } = useTranslation("projects");
  if (tab === "reasons") return <ReasonsTab projectId={projectId} />;
  if (tab === "hooks") return <HooksTab projectId={projectId} />;
  if (tab === "flow") return <FlowTab projectId={projectId} stages={stages} />;
  if (tab === "stages") return <StagesTab projectId={projectId} stages={stages} />;
  if (stage === undefined)
    return (
      <Empty icon={Shapes} title={t("design.no_stage")}>
        <LinkButton to="/projects/new" search={{ project: projectId }} look="primary" main>
          {t("list.go_on")}
        </LinkButton>
      </Empty>
    );
  const OfStage = OF_STAGE[tab];
  return <OfStage stage={stage} />;
}

function StageSelect({
  projectId,
  stages,
  stage,
  tab,
}: {
  projectId: number;
  stages: Stage[];
  stage: Stage;
  tab: DesignTab;
}) {
  const { t } = useTranslation(["projects", "common"]);
  const go = useNavigate();
  return (
    <div className="stage-select">
      <Select
        label={t("design.stage")}
        options={stages.map((one) => ({
          id: String(one.id),
          name: one.name,
          detail: t(`common:place_state.${one.state}`),
        }))}
        value={String(stage.id)}
        onChange={(next) =>
          go({
            to: "/projects/$projectId/design",
            params: { projectId: String(projectId) },
            search: { tab, stage: Number(next) },
          })
        }
      />
    </div>
  );
}
