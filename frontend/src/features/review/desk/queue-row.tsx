import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { Money, WageBar } from "~/ui/money";
import { Price } from "~/ui/price";
import { placeOf, type Queue } from "../model/queues";

/** One queue: what waits, what it pays, how long a piece takes. The whole row leads into it. */
export function QueueRow({ queue }: { queue: Queue }) {
  const empty = queue.waiting + queue.held === 0;
  return (
    <li>
      {empty ? (
        <div className="rv-queue off">
          <Inside queue={queue} />
        </div>
      ) : (
        <Link to="/review/$projectId/$stageId/$level" params={placeOf(queue)} className="rv-queue">
          <Inside queue={queue} />
        </Link>
      )}
    </li>
  );
}

function Inside({ queue }: { queue: Queue }) {
  const { t } = useTranslation("review");
  const { number, span } = useFormat();
  const empty = queue.waiting + queue.held === 0;
  return (
    <>
      <span className="rv-queue-name">
        <b>{queue.stage}</b>
        <span className="label t3 clip">
          {t(`level_${queue.level === 2 ? 2 : 1}`)} · {queue.project}
        </span>
      </span>
      <span className="rv-queue-n">
        <b className={empty ? "t3" : ""}>{t("n_waiting", { n: number(queue.waiting) })}</b>
        {queue.held > 0 && (
          <span className="label t2">{t("n_held", { n: number(queue.held) })}</span>
        )}
      </span>
      <span className="rv-queue-pay">
        <span>
          <Price of={queue} />
          {queue.unit === "task" && <span className="label t3"> {t("a_piece")}</span>}
        </span>
        <span className="label t3">
          {queue.median_seconds
            ? t("median", { span: span(queue.median_seconds) })
            : t("median_unknown")}
        </span>
      </span>
      <span className="rv-queue-wage">
        {queue.hourly !== null && queue.hourly !== undefined && (
          <>
            <span className="row between label">
              <span className="t2">{t("an_hour")}</span>
              <Money won={queue.hourly} />
            </span>
            <WageBar
              hourly={queue.hourly}
              minimum={queue.minimum_wage}
              label={t("wage_bar", {
                hourly: number(queue.hourly),
                minimum: number(queue.minimum_wage),
              })}
            />
          </>
        )}
      </span>
      <span className="rv-queue-go">{!empty && <Icon of={ChevronRight} />}</span>
    </>
  );
}
