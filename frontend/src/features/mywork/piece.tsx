import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { BackLink } from "~/ui/back-link";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import { WorkMark } from "~/ui/state";
import { Acts } from "./acts";
import { Appealed } from "./appealed";
import { useHint, useWhy } from "./hint";
import { Path } from "./path";
import { pieceQuery, type Work } from "./queries";
import { Said } from "./said";
import { Seen } from "./seen";
import "./mywork.css";

const Markdown = lazy(async () => ({ default: (await import("~/ui/markdown")).Markdown }));

/** One piece of one's work: how it stands, what was said of it, and what one can do about it. */
export function Piece() {
  const { t } = useTranslation("mywork");
  const { projectId, assignmentId } = useParams({ strict: false }) as {
    projectId: string;
    assignmentId: string;
  };
  const work = useQuery(pieceQuery(Number(projectId), Number(assignmentId)));
  return (
    <div className="piece">
      <div className="row between">
        <BackLink to="/my-work">{t("back")}</BackLink>
        {work.data !== undefined && (
          <>
            <b className="grow clip text-right">{work.data.item.name}</b>
            <WorkMark state={work.data.state} />
          </>
        )}
      </div>
      <Fault error={work.error} retry={() => work.refetch()} />
      {work.isPending && <Skeleton lines={6} />}
      {work.data !== undefined && <Whole work={work.data} />}
    </div>
  );
}

function Whole({ work }: { work: Work }) {
  const { t } = useTranslation("mywork");
  const why = useWhy(work);
  const hint = useHint(work);
  const shown = work.turns.filter((turn) => turn.level === 0).at(-1);
  const verdict = work.turns.filter((turn) => turn.verdict !== null).at(-1);
  const stands = work.state === "rework" || work.state === "rejected";
  return (
    <>
      <PageTitle name={work.item.name}>{(stands && why) || t(`say.${work.state}`)}</PageTitle>
      <p className="t2">{hint}</p>
      <Seen work={work} answer={shown?.answer ?? work.draft?.body} pins={verdict?.pins ?? []} />
      {verdict !== undefined && <Said work={work} turn={verdict} />}
      {work.appeal != null && <Appealed appeal={work.appeal} />}
      <Acts work={work} />
      <Info work={work} />
      {work.guideline !== null && (
        <details className="piece-fold hair">
          <summary>
            <span>
              {t("guideline")}{" "}
              <span className="label t3">
                {t("guideline_n", { n: work.guideline_version ?? 1 })}
              </span>
            </span>
            <Icon of={ChevronRight} className="t3" />
          </summary>
          <Suspense fallback={<Skeleton lines={4} />}>
            <Markdown text={work.guideline} />
          </Suspense>
        </details>
      )}
    </>
  );
}

function Info({ work }: { work: Work }) {
  const { t } = useTranslation("mywork");
  const { number } = useFormat();
  return (
    <section className="sec">
      <h2 className="title">{t("facts")}</h2>
      <dl className="piece-facts">
        <div>
          <dt className="t3">{t("price")}</dt>
          <dd>
            <Money won={work.price} />
          </dd>
        </div>
        {work.attempt > 0 && (
          <div>
            <dt className="t3">{t("attempts")}</dt>
            <dd>{t("attempts_n", { n: number(work.attempt) })}</dd>
          </div>
        )}
      </dl>
      <Path work={work} />
    </section>
  );
}
