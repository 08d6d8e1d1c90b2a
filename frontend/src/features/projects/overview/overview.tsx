import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ImageUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { LinkButton } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { RemainingError } from "../confidence/remaining";
import { useProjectId, useStages } from "../frame/queries";
import { StagePick } from "../frame/stage-pick";
import { Answers } from "./answers";
import { Desk } from "./desk/desk";
import { Help } from "./help";
import { type Overview as Figures, overviewQuery } from "./queries";
import { Reasons } from "./reasons";
import { When } from "./when";
import "../charts/charts.css";
import "../data/data.css";

/** When the project will be done, what it costs, how good it is, who needs help. */
export function Overview() {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const projectId = useProjectId();
  const { stage_id } = useSearch({ from: "/inside/projects/$projectId/" });
  const go = useNavigate({ from: "/projects/$projectId" });
  const { data } = useSuspenseQuery(overviewQuery(projectId, stage_id));
  const params = { projectId: String(projectId) };
  const { items, stages } = data;
  const known = useStages().filter((one) => stage_id === undefined || one.id === stage_id);
  const goal = items.total - items.excluded;
  return (
    <>
      <PageTitle
        name={t("overview.name")}
        aside={
          <div className="row wrap">
            <span className="label t3">
              {t("overview.share", { n: number(items.accepted), of: number(goal) })}
            </span>
            {stages.length > 1 && (
              <StagePick
                stages={stages}
                chosen={stage_id}
                onChoose={(id) => go({ search: { stage_id: id }, resetScroll: false })}
              />
            )}
          </div>
        }
      >
        <Title data={data} />
      </PageTitle>
      {items.total === 0 ? (
        <Empty icon={ImageUp} title={t("items.none")}>
          <p>{t("items.none_hint")}</p>
          <LinkButton
            to="/projects/$projectId/data/upload"
            params={params}
            search={{ stage_id }}
            look="primary"
          >
            {t("upload.name")}
          </LinkButton>
        </Empty>
      ) : (
        <>
          <Answers data={data} />
          <Pipe data={data} stageId={stage_id} />
          <div className="three">
            <When data={data} goal={goal} />
            <Reasons quality={data.quality} />
            <Help data={data} />
          </div>
          <Desk stageId={stage_id} stages={stages} />
          {known
            .filter((stage) => stage.quality != null)
            .map((stage) => (
              <RemainingError key={stage.id} stage={stage} named={known.length > 1} />
            ))}
        </>
      )}
    </>
  );
}

/** The answer to when it will be done, as a sentence. */
function Title({ data }: { data: Figures }) {
  const { t } = useTranslation("data");
  const { day } = useFormat();
  const { forecast } = data;
  if (forecast.day !== null) return t("overview.ends", { day: day(forecast.day) });
  return t(`overview.end.${forecast.why as "done"}`);
}

const STEPS = [
  { id: "waiting", state: "ready" },
  { id: "in_work", state: "in_work" },
  { id: "accepted", state: "accepted" },
  { id: "excluded", state: "excluded" },
] as const;

/** Where the items are, each step a way to them. */
function Pipe({ data, stageId }: { data: Figures; stageId: number | undefined }) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const params = { projectId: String(useProjectId()) };
  const { items } = data;
  return (
    <nav className="pipe" aria-label={t("overview.where")}>
      {STEPS.map(({ id, state }) => (
        <Link
          key={id}
          to="/projects/$projectId/data"
          params={params}
          search={{ state, stage_id: stageId }}
        >
          <span className="row between">
            <b>{t(`overview.step.${id}`)}</b>
            <span>{t("overview.n", { n: number(items[id]) })}</span>
          </span>
          <span className="bar">
            <i
              className={id === "accepted" ? "ok" : ""}
              style={{ width: `${(items[id] / items.total) * 100}%` }}
            />
          </span>
        </Link>
      ))}
    </nav>
  );
}
