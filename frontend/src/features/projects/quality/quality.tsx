import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ScanSearch } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Select } from "~/ui/field";
import { PageTitle } from "~/ui/page";
import { Lots } from "../confidence/lots";
import { TrustedPeople } from "../confidence/people";
import { useMakes } from "../frame/manages";
import { useProject, useProjectId, useStages } from "../frame/queries";
import { StagePick } from "../frame/stage-pick";
import { Golds } from "../golds/golds";
import { type Overview, overviewQuery } from "../overview/queries";
import { Agreement } from "./agreement";
import { Inspectors, Workers } from "./by-person";
import { Daily } from "./daily";
import { Hits } from "./hits";
import { Rules } from "./rules";
import { Why } from "./why";
import "../charts/charts.css";

const TABS = [undefined, "trust", "golds", "rules", "hits", "agreement", "lots"] as const;

/** How good the answers are, and what is delivered of them. */
export function Quality() {
  const { t } = useTranslation(["projects", "confidence"]);
  const params = { projectId: String(useProjectId()) };
  const { tab, stage } = useSearch({ from: "/inside/projects/$projectId/quality" });
  const makes = useMakes(useProject());
  const bar = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: where a phone has no room for all
  useEffect(() => {
    const open = bar.current?.querySelector("[aria-current=page]");
    open?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [tab]);
  return (
    <>
      <nav ref={bar} className="tabs design-tabs" aria-label={t("pages.quality")}>
        {TABS.filter((id) => id !== "golds" || makes).map((id) => (
          <Link
            key={id ?? "figures"}
            to="/projects/$projectId/quality"
            params={params}
            search={{ tab: id, stage }}
            activeOptions={{ explicitUndefined: true }}
            aria-current={id === tab ? "page" : undefined}
          >
            {t(`confidence:tabs.${id ?? "figures"}`)}
          </Link>
        ))}
      </nav>
      <div className="design-tab">
        {tab === undefined ? <FiguresTab /> : tab === "hits" ? <Hits /> : <StageTab tab={tab} />}
      </div>
    </>
  );
}

const OF_STAGE = {
  trust: TrustedPeople,
  golds: Golds,
  rules: Rules,
  agreement: Agreement,
  lots: Lots,
};

/** What is of one stage: its people, known answers, rules, agreement and lots. */
function StageTab({ tab }: { tab: keyof typeof OF_STAGE }) {
  const Shown = OF_STAGE[tab];
  const { t } = useTranslation("confidence");
  const params = { projectId: String(useProjectId()) };
  const stages = useStages().filter((one) => one.kind !== "collect");
  const go = useNavigate();
  const { stage: wanted } = useSearch({ from: "/inside/projects/$projectId/quality" });
  const stage = stages.find((one) => one.id === wanted) ?? stages[0];
  if (stage === undefined) return <Empty icon={ScanSearch} title={t("no_stage")} heads />;
  return (
    <>
      {stages.length > 1 && (
        <div className="stage-select">
          <Select
            label={t("design_stage")}
            options={stages.map((one) => ({ id: String(one.id), name: one.name }))}
            value={String(stage.id)}
            onChange={(id) =>
              go({
                to: "/projects/$projectId/quality",
                params,
                search: { tab, stage: Number(id) },
              })
            }
          />
        </div>
      )}
      <Shown key={stage.id} stage={stage} />
    </>
  );
}

/** How good the answers are, why they came back, and whose need a look. */
function FiguresTab() {
  const { t } = useTranslation("projects");
  const { percent } = useFormat();
  const projectId = useProjectId();
  const stages = useStages();
  const go = useNavigate();
  const { stage } = useSearch({ from: "/inside/projects/$projectId/quality" });
  const found = useQuery(overviewQuery(projectId, stage));
  const quality = found.data?.quality;
  const params = { projectId: String(projectId) };
  return (
    <>
      <PageTitle
        name={t("pages.quality")}
        aside={
          stages.length > 1 ? (
            <StagePick
              stages={stages}
              chosen={stage}
              onChoose={(id) =>
                go({ to: "/projects/$projectId/quality", params, search: { stage: id } })
              }
            />
          ) : undefined
        }
      >
        {quality === undefined
          ? t("pages.quality")
          : quality.first_pass === null
            ? t("quality.title_none")
            : t("quality.title", { share: percent(quality.first_pass) })}
      </PageTitle>
      <Fault error={found.error} retry={() => found.refetch()} />
      {found.isPending && <Skeleton lines={8} />}
      {quality !== undefined && quality.judged === 0 && (
        <Empty icon={ScanSearch} title={t("quality.empty")}>
          <p>{t("quality.empty_hint")}</p>
          <LinkButton
            to="/projects/$projectId/people"
            params={params}
            search={{ tab: "invitations" }}
            look="line"
          >
            {t("people.invite_title")}
          </LinkButton>
        </Empty>
      )}
      {found.data !== undefined && found.data.quality.judged > 0 && (
        <>
          <Answers quality={found.data.quality} />
          <div className="quality-cols">
            <Daily days={found.data.days} />
            <Why quality={found.data.quality} />
          </div>
        </>
      )}
      <div className="quality-cols">
        <Workers projectId={projectId} />
        <Inspectors projectId={projectId} />
      </div>
    </>
  );
}

function Answers({ quality }: { quality: Overview["quality"] }) {
  const { t } = useTranslation("projects");
  const { number, percent } = useFormat();
  const share = (n: number | null) => (n === null ? "–" : percent(n));
  const rows = [
    ["first_pass", share(quality.first_pass), t("quality.judged", { n: number(quality.judged) })],
    [
      "returned",
      share(quality.judged === 0 ? null : quality.returned / quality.judged),
      t("quality.times", { n: number(quality.returned) }),
    ],
    [
      "rejected",
      share(quality.judged === 0 ? null : quality.rejected / quality.judged),
      t("quality.times", { n: number(quality.rejected) }),
    ],
    [
      "overturned",
      share(quality.overturn_rate),
      t("quality.second", { n: number(quality.second_looked), m: number(quality.overturned) }),
    ],
  ] as const;
  return (
    <dl className="answers">
      {rows.map(([id, value, note]) => (
        <div key={id}>
          <dt>{t(`quality.${id}`)}</dt>
          <dd>
            <b>{value}</b>
            <span>{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
