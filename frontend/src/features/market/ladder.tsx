import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowUpFromDot, CircleCheck, CircleDashed } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { ladderQuery, type Rung } from "~/api/routing";
import { meQuery } from "~/api/session";
import { Button } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { NeedWay } from "~/ui/learning/need-way";
import { Price } from "~/ui/price";
import { Mark } from "~/ui/state";
import { toast } from "~/ui/toast";
import { NEED } from "./need";

/** From the work of a stage to its inspections: where one stands, what is missing for the next rung,
 * and, where nothing is, taking it. */
export function Ladder({ projectId, stageId }: { projectId: number; stageId: number }) {
  const { t } = useTranslation("learn");
  const read = useQuery(ladderQuery(projectId));
  const stage = read.data?.find((one) => one.stage_id === stageId);
  return (
    <section className="sec" id="ladder">
      <div className="head">
        <h2 className="title">{t("ladder.title")}</h2>
      </div>
      <Fault error={read.error} retry={() => read.refetch()} />
      {read.isPending && <Skeleton lines={3} />}
      <ol className="list">
        {stage?.rungs.map((rung) => (
          <Step key={rung.level} rung={rung} projectId={projectId} stageId={stageId} />
        ))}
      </ol>
    </section>
  );
}

function Step({ rung, projectId, stageId }: { rung: Rung; projectId: number; stageId: number }) {
  const { t } = useTranslation("learn");
  const { t: market } = useTranslation("market");
  const { t: common } = useTranslation();
  const client = useQueryClient();
  const role = common(`role.${rung.role}`);
  const climb = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/climb", {
          params: { path: { project_id: projectId, stage_id: stageId } },
          body: { level: rung.level === 2 ? 2 : 1 },
        }),
      ),
    onSuccess: async () => {
      toast(t("ladder.climbed", { role }));
      await Promise.all(
        [meQuery.queryKey, ["ladder"], ["market"], ["work"]].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
  return (
    <li className="stage-rung">
      <Icon
        of={rung.held ? CircleCheck : rung.may_climb ? ArrowUpFromDot : CircleDashed}
        size={24}
        className={rung.held ? "c-ok" : rung.may_climb ? "acc" : "t3"}
      />
      <div className="grow col g8">
        <div className="row between base">
          <b>{role}</b>
          {rung.price !== null && rung.unit !== null && rung.per !== null && (
            <span className="label t3">
              {market("piece")} <Price of={{ price: rung.price, unit: rung.unit, per: rung.per }} />
            </span>
          )}
        </div>
        {rung.held && (
          <Mark icon={CircleCheck} tone="ok">
            {t("ladder.held")}
          </Mark>
        )}
        {!rung.held && !rung.climb && rung.level > 0 && (
          <p className="label t3">{t("ladder.given")}</p>
        )}
        {rung.needs.length > 0 && (rung.climb || rung.held || rung.level === 0) && (
          <ul className="col g12">
            {rung.needs.map((need) => (
              <li key={need.code} className="col g6">
                <span className="row g6 label">
                  <Icon of={NEED[need.code][0]} size={16} className="t3" />
                  {market(`need.${need.code}`)}
                </span>
                <NeedWay need={need} />
              </li>
            ))}
          </ul>
        )}
        {rung.may_climb && (
          <>
            <p className="label t2">{t("ladder.ready")}</p>
            <Fault error={climb.error} />
            <Button look="primary" busy={climb.isPending} onPress={() => climb.mutate()}>
              {t("ladder.climb", { role })}
            </Button>
          </>
        )}
      </div>
    </li>
  );
}
