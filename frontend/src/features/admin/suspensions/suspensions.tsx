import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Scale } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { SuspensionMark } from "~/ui/fair/suspension-mark";
import { Empty } from "~/ui/fault";
import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { moment, PagedTable, usePaged } from "~/ui/table";

/** The arbiter's desk for suspensions, in all projects of his organisations. */
export function Suspensions() {
  const { t } = useTranslation("fair");
  const { full } = useFormat();
  const { done } = useSearch({ from: "/inside/admin/suspensions" });
  const go = useNavigate({ from: "/admin/suspensions" });
  const list = usePaged(["admin", "suspensions", done ? "done" : "open"], (after) =>
    must(
      api.GET("/api/v1/suspensions", { params: { query: { after, open_only: !done, limit: 50 } } }),
    ),
  );
  const rows = rowsOf(list);
  const n = `${rows.length}${list.hasNextPage ? "+" : ""}`;
  const title = !list.isSuccess
    ? t("desk.name")
    : done
      ? t("desk.title_done")
      : rows.length === 0
        ? t("desk.title_none")
        : t("desk.title", { n });
  return (
    <>
      <PageTitle name={t("desk.name")}>{title}</PageTitle>
      <div className="adm-tools">
        <Chips
          label={t("desk.which")}
          parts={[
            { id: "open", word: t("desk.open") },
            { id: "done", word: t("desk.done") },
          ]}
          chosen={done ? "done" : "open"}
          onChoose={(id) => go({ search: { done: id === "done" ? true : undefined } })}
        />
      </div>
      <PagedTable
        list={list}
        lines={4}
        label={t("desk.name")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={Scale}>
            <p>{t("desk.none")}</p>
          </Empty>
        }
        columns={[
          {
            id: "who",
            word: t("desk.who"),
            cell: (row) => (
              <>
                <Link
                  to="/admin/suspensions/$projectId/$suspensionId"
                  params={{ projectId: String(row.project_id), suspensionId: String(row.id) }}
                  className="row-link break"
                >
                  {row.pseudonym}
                </Link>
                <small className="label t3 block">{row.project}</small>
              </>
            ),
          },
          {
            id: "why",
            word: t("desk.answer"),
            wide: true,
            look: "t2",
            cell: (row) => row.why,
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
                    {row.heard ? t("desk.heard") : t("desk.until", { at: full(row.reply_by) })}
                  </small>
                )}
              </>
            ),
          },
        ]}
      />
    </>
  );
}
