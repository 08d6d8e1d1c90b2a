import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Money } from "~/ui/money";
import { Chips } from "~/ui/segments";
import { figure, moment, PagedTable, usePaged } from "~/ui/table";
import { ENTRY_KINDS, type EntryKind } from "../data/words";

type Row = Schema<"EntryRow">;

/** What a movement is called: of what is set aside, that of a bonus by its own name. */
const said = (row: Row) =>
  row.kind === "reserve" && row.credit_account.kind === "bonus" ? "pot" : row.kind;

/** Every movement of the project's money, the newest first. */
export function Movements({ projectId }: { projectId: number }) {
  const { t } = useTranslation("data");
  const { full } = useFormat();
  const { kind } = useSearch({ from: "/inside/projects/$projectId/cost" });
  const go = useNavigate({ from: "/projects/$projectId/cost" });
  const list = usePaged(["project", projectId, "movements", kind ?? null], (after) =>
    must(
      api.GET("/api/v1/projects/{project_id}/movements", {
        params: { path: { project_id: projectId }, query: { after, limit: 50, kind } },
      }),
    ),
  );
  const stageOf = (row: Row) => row.debit_account.stage ?? row.credit_account.stage;
  const parts = (["all", ...ENTRY_KINDS] as const).map((id) => ({
    id,
    word: t(`cost.kinds.${id}`),
  }));
  return (
    <section className="col g12 moves">
      <h2 className="title">{t("cost.movements")}</h2>
      <Chips
        label={t("cost.kind")}
        parts={parts}
        chosen={kind ?? "all"}
        onChoose={(id) =>
          go({
            search: { kind: id === "all" ? undefined : (id as EntryKind) },
            replace: true,
            resetScroll: false,
          })
        }
      />
      <PagedTable
        list={list}
        lines={4}
        label={t("cost.movements")}
        keyOf={(row) => row.id}
        none={<p className="label t3">{t("cost.no_movements")}</p>}
        columns={[
          {
            id: "what",
            word: t("cost.what"),
            cell: (row) => (
              <>
                <b>{t(`cost.said.${said(row)}`, { who: row.pseudonym ?? t("item.somebody") })}</b>
                <small className="hint phone-only">
                  {[stageOf(row), full(row.at)].filter(Boolean).join(" · ")}
                </small>
              </>
            ),
          },
          {
            id: "about",
            word: t("cost.about"),
            wide: true,
            cell: (row) => stageOf(row) ?? <Cause row={row} projectId={projectId} />,
          },
          { ...moment("at", t("batches.at")), cell: (row) => full(row.at) },
          { ...figure("amount", t("cost.amount")), cell: (row) => <Money won={row.amount} /> },
        ]}
      />
    </section>
  );
}

/** What an entry of no stage is for. */
function Cause({ row, projectId }: { row: Row; projectId: number }) {
  const { t } = useTranslation("data");
  if (row.kind !== "fund") return <span className="t3">{row.cause}</span>;
  return (
    <Link
      to="/projects/$projectId/history"
      params={{ projectId: String(projectId) }}
      search={{ subject: "project" }}
      className="link"
    >
      {t("cost.sponsor")}
    </Link>
  );
}
