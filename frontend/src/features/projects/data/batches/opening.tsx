import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { isProblem } from "~/api/problem";
import { useFormat } from "~/i18n/format";
import { Button, LinkButton } from "~/ui/button";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { Money } from "~/ui/money";
import { Progress } from "~/ui/page";
import { useChore } from "../../live/chore";
import { OpenLater } from "../announcing/later";
import { Announcements } from "../announcing/list";

type Props = {
  projectId: number;
  stageId: number;
  /** One import's items; else all ready items of the stage. */
  batchId?: number;
  onOpened?: () => void;
};

/** Puts ready items on offer: what that sets aside at worst, beside what there is. */
export function Opening({ projectId, stageId, batchId, onOpened }: Props) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const client = useQueryClient();
  const [chore, setChore] = useState<number | null>(null);
  const going = useChore(projectId, chore);
  const path = { project_id: projectId, stage_id: stageId };
  const quote = useQuery({
    queryKey: ["project", projectId, "quote", stageId, batchId ?? null],
    retry: false,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/openings/quote", {
          params: { path, query: { batch_id: batchId } },
        }),
      ),
  });
  const open = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/openings", {
          params: { path },
          body: { batch_id: batchId, priority: 0 },
        }),
      ),
    onSuccess: (ref) => setChore(ref.chore_id),
  });
  const state = going?.state;
  useEffect(() => {
    if (state !== "done") return;
    void client.invalidateQueries({ queryKey: ["project", projectId] });
    onOpened?.();
  }, [state, client, projectId, onOpened]);

  const short = typeof going?.result?.short === "string";
  const params = { projectId: String(projectId) };
  if (quote.error) {
    const incomplete = isProblem(quote.error) && quote.error.code === "stage_incomplete";
    if (!incomplete) return <Fault error={quote.error} retry={() => quote.refetch()} />;
    return (
      <Note icon={TriangleAlert} tone="warn">
        <p>{t("opening.incomplete")}</p>
        <LinkButton to="/projects/$projectId/design" params={params} look="text">
          {t("opening.to_design")}
        </LinkButton>
      </Note>
    );
  }
  if (chore !== null && state === "done")
    return (
      <Note icon={short ? TriangleAlert : CircleCheck} tone={short ? "warn" : "ok"}>
        <p role="status">
          {t(short ? "opening.partly" : "opening.opened", { n: number(going?.done ?? 0) })}
        </p>
      </Note>
    );
  if (chore !== null && state !== "dead" && state !== "cancelled")
    return (
      <div className="col g8" role="status">
        <p className="strong">{t("opening.going")}</p>
        <Progress done={going?.done ?? 0} total={going?.total} label={t("opening.going")} />
      </div>
    );
  if (!quote.data) return <Skeleton lines={2} />;
  const { items, each, total, budget, exact, asked } = quote.data;
  if (items === 0)
    return asked === 0 ? null : (
      <p className="label t2">{t("opening.asked", { n: number(asked) })}</p>
    );
  const missing = total - budget;
  return (
    <section className="col g12 opening">
      <div>
        <h3 className="title">{t("opening.title", { n: number(items) })}</h3>
        <p className="label t2">
          {t("opening.means")} {!exact && t("opening.split")}
        </p>
        {asked > 0 && <p className="label t2">{t("opening.asked", { n: number(asked) })}</p>}
      </div>
      <dl className="figures">
        <div>
          <dt>{t("opening.each")}</dt>
          <dd>
            <Money won={each} />
          </dd>
        </div>
        <div>
          <dt>{t("opening.total")}</dt>
          <dd>
            <Money won={total} />
          </dd>
        </div>
        <div>
          <dt>{t("opening.budget")}</dt>
          <dd>
            <Money won={budget} />
          </dd>
        </div>
      </dl>
      {missing > 0 && (
        <Note icon={TriangleAlert} tone="warn">
          <p>
            {t("opening.short")} <Money won={missing} />
          </p>
          <LinkButton to="/projects/$projectId/cost" params={params} look="text">
            {t("opening.to_cost")}
          </LinkButton>
        </Note>
      )}
      {open.error && <Fault error={open.error} />}
      {chore !== null && (
        <Note icon={TriangleAlert} tone="bad">
          {t("opening.failed")}
        </Note>
      )}
      <div className="row wrap">
        <Button
          look="primary"
          isDisabled={missing > 0}
          busy={open.isPending}
          onPress={() => open.mutate()}
        >
          {t("opening.open", { n: number(items) })}
        </Button>
        <OpenLater projectId={projectId} stageId={stageId} batchId={batchId} missing={missing} />
      </div>
      <Announcements projectId={projectId} of={{ stageId, batchId }} />
    </section>
  );
}
