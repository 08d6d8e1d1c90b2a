import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Fault, Skeleton } from "~/ui/fault";
import { Money } from "~/ui/money";
import { figure, Table } from "~/ui/table";
import type { Stage } from "../../frame/queries";

type Cost = Schema<"CostOut">;

/** What a hundred items cost as the stage is, and as it would be. */
export function Cost({ stage, quality }: { stage: Stage; quality: Schema<"Quality"> }) {
  const { t } = useTranslation("confidence");
  const { number } = useFormat();
  const asked = useQuery({
    queryKey: ["project", stage.project_id, "stage", stage.id, "quality-quote", quality],
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/quality/quote", {
          params: { path: { project_id: stage.project_id, stage_id: stage.id } },
          body: { quality },
        }),
      ),
  });
  if (asked.data === undefined)
    return asked.error === null ? <Skeleton lines={3} /> : <Fault error={asked.error} />;
  const { now, then, note } = asked.data;
  const rows = ["answers", "inspections", "gold", "total"] as const;
  const said = (cost: Cost, id: (typeof rows)[number]) =>
    id === "total" ? <Money won={cost.total} /> : number(Math.round(cost[id] * 10) / 10);
  return (
    <section className="col g12">
      <h2 className="title">{t("cost.title")}</h2>
      <Table
        label={t("cost.title")}
        rows={rows}
        keyOf={(id) => id}
        columns={[
          { id: "what", word: t("cost.what"), cell: (id) => t(`cost.${id}`) },
          { ...figure("now", t("cost.now")), cell: (id) => said(now, id) },
          { ...figure("then", t("cost.then")), cell: (id) => said(then, id) },
        ]}
      />
      <p className="hint">{t(`cost.note.${note}`)}</p>
    </section>
  );
}
