import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChartNoAxesColumn, Inbox } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import { ReviewFrame } from "../frame";
import { fullest, heldIn, inOrder, placeOf, waitingIn } from "../model/queues";
import { figuresQuery, queuesQuery } from "../queries";
import "../review.css";
import { QueueRow } from "./queue-row";

/** What waits to be inspected, and where to begin. */
export function Queues() {
  const { t } = useTranslation("review");
  const queues = useQuery(queuesQuery);
  const all = queues.data ?? [];
  const first = fullest(all);
  const waiting = waitingIn(all);
  const held = heldIn(all);
  const title =
    waiting > 0
      ? t("waiting_title", { n: waiting })
      : held > 0
        ? t("held_title", { n: held })
        : t("nothing_title");
  return (
    <ReviewFrame here={t("queues")}>
      <PageTitle
        name={t("queues")}
        aside={
          first && (
            <LinkButton
              look="primary"
              main
              to="/review/$projectId/$stageId/$level"
              params={placeOf(first)}
            >
              {first.held > 0 ? t("go_on") : t("start_fullest")}
            </LinkButton>
          )
        }
      >
        {queues.data === undefined ? t("queues") : title}
      </PageTitle>
      <Pace />
      {queues.isPending && <Skeleton lines={4} />}
      <Fault error={queues.error} retry={() => queues.refetch()} />
      {queues.isSuccess && all.length === 0 && (
        <Empty icon={Inbox} title={t("no_queues")}>
          <p>{t("no_queues_hint")}</p>
          <LinkButton look="line" to="/">
            {t("go_home")}
          </LinkButton>
        </Empty>
      )}
      {queues.isSuccess && all.length > 0 && first === undefined && (
        <Empty icon={Inbox} title={t("all_inspected")}>
          <p>{t("all_inspected_hint")}</p>
          <LinkButton look="line" to="/review/mine">
            {t("see_mine")}
          </LinkButton>
        </Empty>
      )}
      {all.length > 0 && (
        <ul className="rv-queues" aria-label={t("queues")}>
          {inOrder(all).map((queue) => (
            <QueueRow key={`${queue.stage_id}-${queue.level}`} queue={queue} />
          ))}
        </ul>
      )}
    </ReviewFrame>
  );
}

/** Today in a line: how many, how fast, how much. */
function Pace() {
  const { t } = useTranslation("review");
  const { number, span } = useFormat();
  const { data } = useQuery(figuresQuery(7));
  if (data === undefined) return <p className="rv-today label t3">&nbsp;</p>;
  return (
    <p className="rv-today label t2">
      <Icon of={ChartNoAxesColumn} size={14} />
      <span>{t("today_n", { n: number(data.today) })}</span>
      {data.median_seconds !== null && data.median_seconds !== undefined && (
        <span>{t("own_pace", { span: span(data.median_seconds) })}</span>
      )}
      <span>
        <Money won={data.earned_today} />
      </span>
      <Link to="/review/mine" className="acc strong">
        {t("see_mine")}
      </Link>
    </p>
  );
}
