import { Link } from "@tanstack/react-router";
import { ListChecks } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { Chips } from "~/ui/segments";
import { PagedTable, usePaged } from "~/ui/table";
import { type Act, codeOf, type Row } from "./queries";

const OUTCOMES = ["all", "done", "refused", "undone", "kept"] as const;
type Outcome = (typeof OUTCOMES)[number];

/** What became of each that an act was about. */
export function ActRows({ projectId, act }: { projectId: number; act: Act }) {
  const { t } = useTranslation("desk");
  const { number } = useFormat();
  const [outcome, setOutcome] = useState<Outcome>("all");
  const list = usePaged(["project", projectId, "act-rows", act.id, act.state, outcome], (after) =>
    must(
      api.GET("/api/v1/projects/{project_id}/acts/{act_id}/rows", {
        params: {
          path: { project_id: projectId, act_id: act.id },
          query: { after, limit: 100, outcome: outcome === "all" ? undefined : outcome },
        },
      }),
    ),
  );
  const back = act.state === "undoing" || act.state === "undone";
  const shown = OUTCOMES.filter((one) => back || (one !== "undone" && one !== "kept"));
  const name = (row: Row) => row.name ?? t("number", { id: number(row.target_id) });
  return (
    <section className="col g12">
      <h2 className="title">{t("rows")}</h2>
      <Chips
        label={t("outcome")}
        parts={shown.map((id) => ({ id, word: t(`outcomes.${id}`) }))}
        chosen={outcome}
        onChoose={(id) => setOutcome(id as Outcome)}
      />
      <PagedTable
        list={list}
        label={t("rows")}
        keyOf={(row) => row.target_id}
        none={
          <Empty icon={ListChecks}>
            <p>{t("rows_none")}</p>
          </Empty>
        }
        columns={[
          {
            id: "row",
            word: t("row"),
            cell: (row) =>
              act.kind === "reassign" || row.name === null ? (
                <span className="break">{name(row)}</span>
              ) : (
                <Link
                  to="/projects/$projectId/data/$itemId"
                  params={{ projectId: String(projectId), itemId: String(row.target_id) }}
                  className="row-link break"
                >
                  {name(row)}
                </Link>
              ),
          },
          { id: "outcome", word: t("outcome"), cell: (row) => t(`outcomes.${row.outcome}`) },
          {
            id: "why",
            word: t("why"),
            look: "t2",
            cell: (row) => (row.code === null ? "" : t(`code.${codeOf(row.code)}`)),
          },
        ]}
      />
    </section>
  );
}
