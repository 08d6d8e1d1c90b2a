import { CircleCheckBig, Inbox } from "lucide-react";
import { lazy, type RefObject, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/api/problem";
import { Button, LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import type { Desk } from "./use-table";

const InTheWay = lazy(async () => ({ default: (await import("./in-the-way")).InTheWay }));

/** Nothing is left in hand: more is on its way, there is none, or it cannot be had. */
export function Finished({
  desk,
  done,
  main,
}: {
  desk: Desk;
  done: number;
  main: RefObject<HTMLElement | null>;
}) {
  const { t } = useTranslation("review");
  const { fault, getting } = desk;
  const closed =
    isProblem(fault) &&
    (fault.status === 404 || fault.code === "stage_closed" || fault.status === 403);
  return (
    <main ref={main} tabIndex={-1} className="rv-finished">
      {getting && done === 0 && fault === undefined ? (
        <div className="rv-getting">
          <p className="strong">{t("getting")}</p>
          <Skeleton lines={4} />
        </div>
      ) : closed ? (
        <Empty icon={Inbox} title={t("stage_gone")}>
          <p>{t("stage_gone_hint")}</p>
          <LinkButton look="primary" to="/review">
            {t("to_queues")}
          </LinkButton>
        </Empty>
      ) : isProblem(fault) && "needs" in fault.more ? (
        <Suspense>
          <InTheWay needs={fault.more.needs} />
        </Suspense>
      ) : (
        <Empty icon={CircleCheckBig} title={t("empty_title")}>
          {done > 0 && <p>{t("empty_count", { n: done })}</p>}
          <p>{t("empty_hint")}</p>
          <Fault error={fault} />
          <div className="row">
            <Button busy={getting} onPress={() => void desk.more()}>
              {t("look_again")}
            </Button>
            <LinkButton look="primary" to="/review">
              {t("to_queues")}
            </LinkButton>
          </div>
        </Empty>
      )}
    </main>
  );
}
