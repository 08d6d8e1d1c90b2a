import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ArrowLeft, CircleCheck, CircleX, Clock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { Mark } from "~/ui/state";
import { figure, PagedTable, usePaged } from "~/ui/table";
import { useProjectId } from "../frame/queries";
import { LotMark } from "./lots";
import { type Lot, lotQuery, OFTEN } from "./queries";
import "../charts/charts.css";

/** One lot: the plan that decides about it, how far that is, and its items. */
export function LotPage() {
  const { t } = useTranslation("confidence");
  const { number } = useFormat();
  const projectId = useProjectId();
  const { lotId } = useParams({ from: "/inside/projects/$projectId/lots/$lotId" });
  const lot = useSuspenseQuery(lotQuery(projectId, Number(lotId))).data;
  const params = { projectId: String(projectId) };
  const counts = {
    n: number(lot.looked),
    m: number(lot.sample),
    faulty: number(lot.faulty),
    accept: number(lot.accept),
    again: number(lot.again),
    rest: number(lot.size - lot.sample),
  };
  return (
    <div className="design-tab">
      <Link
        to="/projects/$projectId/quality"
        params={params}
        search={{ tab: "lots", stage: lot.stage_id }}
        className="label t3 back"
      >
        <Icon of={ArrowLeft} size={14} />
        {t("lot.name")}
      </Link>
      <PageTitle name={lot.name} aside={<LotMark state={lot.state} />}>
        {t(`lot.says.${lot.state}`, counts)}
      </PageTitle>
      <p className="t2">
        {lot.name} · {t("limit.of", { n: lot.limit.toFixed(1) })}
      </p>
      <dl className="answers">
        {(
          [
            ["size", number(lot.size), t("lot.items")],
            ["sample", number(lot.sample), t("lot.looked_n", counts)],
            ["accept", number(lot.accept), t("lot.faulty_n", counts)],
            ["cost", <Money key="cost" won={lot.cost} />, t("lot.cost_hint")],
          ] as const
        ).map(([id, value, note]) => (
          <div key={id}>
            <dt>{t(`lot.${id}`)}</dt>
            <dd>
              <b>{value}</b>
              <span>{note}</span>
            </dd>
          </div>
        ))}
      </dl>
      <Items projectId={projectId} lotId={lot.id} state={lot.state} />
    </div>
  );
}

type ItemsProps = { projectId: number; lotId: number; state: Lot["state"] };

function Items({ projectId, lotId, state }: ItemsProps) {
  const { t } = useTranslation("confidence");
  const { percent } = useFormat();
  const go = useNavigate();
  const { sampled } = useSearch({ from: "/inside/projects/$projectId/lots/$lotId" });
  const list = usePaged(
    ["project", projectId, "lot", lotId, "items", sampled],
    (after) =>
      must(
        api.GET("/api/v1/projects/{project_id}/lots/{lot_id}/items", {
          params: {
            path: { project_id: projectId, lot_id: lotId },
            query: { after, limit: 50, ...(sampled && { sampled: sampled === "yes" }) },
          },
        }),
      ),
    state === "accepted" ? false : OFTEN,
  );
  return (
    <section className="col g12">
      <h2 className="title">{t("lot.its_items")}</h2>
      <Chips
        label={t("lot.which")}
        parts={(["all", "yes", "no"] as const).map((id) => ({ id, word: t(`lot.in.${id}`) }))}
        chosen={sampled ?? "all"}
        onChoose={(id) =>
          go({
            to: "/projects/$projectId/lots/$lotId",
            params: { projectId: String(projectId), lotId: String(lotId) },
            search: { sampled: id === "all" ? undefined : id },
          })
        }
      />
      <PagedTable
        list={list}
        label={t("lot.its_items")}
        keyOf={(row) => row.item_id}
        none={<p className="hint">{t("lot.no_items")}</p>}
        columns={[
          {
            id: "item",
            word: t("lot.item"),
            cell: (row) => (
              <Link
                to="/projects/$projectId/data/$itemId"
                params={{ projectId: String(projectId), itemId: String(row.item_id) }}
                className="row-link break"
              >
                {row.item}
              </Link>
            ),
          },
          ...(state === "refused"
            ? [
                {
                  ...figure("risk", t("lot.risk")),
                  cell: (row: Schema<"LotItemOut">) =>
                    row.risk === null ? <span className="t3">–</span> : percent(row.risk),
                },
              ]
            : []),
          {
            id: "found",
            word: t("lot.found"),
            cell: (row) =>
              row.faulty === null && !row.sampled && state !== "refused" ? (
                <span className="label t3">{t("lot.not_drawn")}</span>
              ) : row.faulty === null ? (
                <Mark icon={Clock}>{t("lot.unlooked")}</Mark>
              ) : row.faulty ? (
                <Mark icon={CircleX} tone="bad">
                  {t("lot.bad")}
                </Mark>
              ) : (
                <Mark icon={CircleCheck} tone="ok">
                  {t("lot.good")}
                </Mark>
              ),
          },
        ]}
      />
    </section>
  );
}
