import { queryOptions, useQueries, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { useBonusSays } from "~/ui/bonuses/says";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import { Mark } from "~/ui/state";
import { figure, Table } from "~/ui/table";
import { toast } from "~/ui/toast";
import { stagesQuery } from "../frame/queries";
import { BonusForm } from "./bonus-form";

type Bonus = Schema<"MyBonusOut">;

/** A stage's bonuses, those that are over too. */
const bonusesQuery = (projectId: number, stageId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "bonuses", stageId],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/bonuses", {
          params: {
            path: { project_id: projectId, stage_id: stageId },
            query: { limit: 200 },
          },
        }),
      ),
  });

/** What the project promises beside its prices, by stage; who may fund it promises more. */
export function Bonuses({ projectId, may }: { projectId: number; may: boolean }) {
  const { t } = useTranslation("bonuses");
  const { number, day } = useFormat();
  const says = useBonusSays();
  const { data: stages } = useSuspenseQuery(stagesQuery(projectId));
  const found = useQueries({ queries: stages.map((one) => bonusesQuery(projectId, one.id)) });
  const [asked, setAsked] = useState(false);
  const [ending, setEnding] = useState<Bonus>();
  const rows = found
    .flatMap((one) => one.data?.items ?? [])
    .sort((a, b) => Number(a.closed_at !== null) - Number(b.closed_at !== null) || b.id - a.id);
  const nameOf = (id: number) => stages.find((one) => one.id === id)?.name ?? "";
  return (
    <section className="col g12 moves">
      <div className="row between wrap">
        <h2 className="title">{t("title")}</h2>
        {may && stages.length > 0 && (
          <Button onPress={() => setAsked(true)}>
            <Icon of={Plus} size={16} />
            {t("make")}
          </Button>
        )}
      </div>
      {found.some((one) => one.isPending) && <Skeleton lines={2} />}
      {rows.length === 0 && found.every((one) => one.isSuccess) && (
        <p className="label t3">{t("none")}</p>
      )}
      {rows.length > 0 && (
        <Table
          label={t("title")}
          rows={rows}
          keyOf={(row) => row.id}
          columns={[
            {
              id: "what",
              word: t("what"),
              cell: (row) => (
                <>
                  <b>{says(row)}</b>
                  <small className="label t3 block">{nameOf(row.stage_id)}</small>
                </>
              ),
            },
            {
              id: "state",
              word: t("state"),
              wide: true,
              look: "nowrap",
              cell: (row) =>
                row.closed_at === null ? (
                  <Mark icon={CircleCheck} tone="ok">
                    {row.until === null ? t("standing") : t("ends", { day: day(row.until) })}
                  </Mark>
                ) : (
                  <Mark icon={CircleDashed} tone="off">
                    {t("over")}
                  </Mark>
                ),
            },
            {
              ...figure("awarded", t("awarded")),
              cell: (row) => t("of", { n: number(row.awarded), most: number(row.most) }),
            },
            {
              ...figure("pot", t("pot")),
              wide: true,
              cell: (row) => (
                <Money won={row.closed_at === null ? (row.most - row.awarded) * row.amount : 0} />
              ),
            },
            ...(may
              ? [
                  {
                    id: "end",
                    word: "",
                    num: true,
                    cell: (row: Bonus) =>
                      row.closed_at === null &&
                      row.until === null && (
                        <Button
                          look="ghost"
                          aria-label={t("end_of", { what: says(row) })}
                          onPress={() => setEnding(row)}
                        >
                          {t("end")}
                        </Button>
                      ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {asked && <BonusForm projectId={projectId} stages={stages} onClose={() => setAsked(false)} />}
      <End projectId={projectId} bonus={ending} onClose={() => setEnding(undefined)} />
    </section>
  );
}

/** Ends a promise, with the notice that it was made with. */
function End({
  projectId,
  bonus,
  onClose,
}: {
  projectId: number;
  bonus: Bonus | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation("bonuses");
  const client = useQueryClient();
  const act = async () => {
    if (bonus === undefined) return;
    await must(
      api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/bonuses/{bonus_id}/end", {
        params: {
          path: { project_id: projectId, stage_id: bonus.stage_id, bonus_id: bonus.id },
        },
      }),
    );
    await client.invalidateQueries({ queryKey: ["project", projectId, "bonuses"] });
    toast(t("ended"));
  };
  return (
    <Confirm
      title={t("end_title")}
      open={bonus !== undefined}
      onClose={onClose}
      act={act}
      word={t("end")}
      danger
    >
      <p>{t("end_says")}</p>
    </Confirm>
  );
}
