import { useQueryClient } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { SuspensionMark } from "~/ui/fair/suspension-mark";
import { Empty } from "~/ui/fault";
import { PageTitle, rowsOf } from "~/ui/page";
import { moment, PagedTable, usePaged } from "~/ui/table";
import { toast } from "~/ui/toast";

type Row = Schema<"SuspensionOut">;

/** Whose suspension was proposed here, what was said, and the way back. */
export function Suspensions({ projectId }: { projectId: number }) {
  const { t } = useTranslation("fair");
  const { full } = useFormat();
  const client = useQueryClient();
  const [lifting, setLifting] = useState<Row>();
  const queryKey = ["project", projectId, "suspensions"];
  const list = usePaged<Row>(queryKey, (after) =>
    must(
      api.GET("/api/v1/projects/{project_id}/suspensions", {
        params: { path: { project_id: projectId }, query: { after, limit: 50 } },
      }),
    ),
  );
  const n = rowsOf(list).length;
  const lift = async (row: Row) => {
    await must(
      api.POST("/api/v1/projects/{project_id}/suspensions/{suspension_id}/lift", {
        params: { path: { project_id: projectId, suspension_id: row.id } },
      }),
    );
    toast(t("propose.lifted"));
    await client.invalidateQueries({ queryKey });
  };
  return (
    <>
      <PageTitle name={t("propose.list")}>
        {n === 0 ? t("mine.title_none") : t("mine.title", { n })}
      </PageTitle>
      <PagedTable
        list={list}
        none={
          <Empty icon={ShieldCheck}>
            <p>{t("propose.hint")}</p>
          </Empty>
        }
        label={t("propose.list")}
        keyOf={(row) => row.id}
        columns={[
          {
            id: "who",
            word: t("desk.who"),
            cell: (row) => <span className="strong">{row.pseudonym}</span>,
          },
          { id: "why", word: t("desk.answer"), wide: true, look: "t2", cell: (row) => row.why },
          {
            id: "reply",
            word: t("mine.reply"),
            wide: true,
            look: "t2",
            cell: (row) => row.reply ?? "–",
          },
          { ...moment("proposed", t("desk.proposed")), cell: (row) => full(row.proposed_at) },
          {
            id: "state",
            word: t("desk.state"),
            cell: (row) => (
              <>
                <SuspensionMark state={row.state} />
                {row.state === "proposed" && (
                  <small className="label t3 block">
                    {t("desk.drop_at", { at: full(row.drop_at) })}
                  </small>
                )}
                {row.answer !== null && <small className="label t3 block">{row.answer}</small>}
              </>
            ),
          },
          {
            id: "acts",
            word: t("propose.lift"),
            num: true,
            hidden: true,
            cell: (row) =>
              row.state === "in_force" && (
                <Button look="ghost" onPress={() => setLifting(row)}>
                  {t("propose.lift")}
                </Button>
              ),
          },
        ]}
      />
      {lifting !== undefined && (
        <Confirm
          title={t("propose.lift_sure", { name: lifting.pseudonym })}
          word={t("propose.lift")}
          open
          onClose={() => setLifting(undefined)}
          act={() => lift(lifting)}
        />
      )}
    </>
  );
}
