import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Scale } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { SuspensionMark } from "~/ui/fair/suspension-mark";
import { Empty } from "~/ui/fault";
import { moment, PagedTable, usePaged } from "~/ui/table";
import { DeskHead } from "../parts/desk-head";

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
  return (
    <>
      <DeskHead
        name={t("desk.name")}
        list={list}
        rest={done === true}
        which={t("desk.which")}
        words={[t("desk.open"), t("desk.done")]}
        says={[(n) => t("desk.title", { n }), t("desk.title_none"), t("desk.title_done")]}
        onRest={(done) => go({ search: { done } })}
      />
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
