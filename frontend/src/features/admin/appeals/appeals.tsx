import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { CircleCheck, CircleX, Clock, Scale } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { Money } from "~/ui/money";
import { Mark } from "~/ui/state";
import { figure, PagedTable, usePaged } from "~/ui/table";
import { DeskHead } from "../parts/desk-head";

type Row = Schema<"AppealOut">;

/** The arbiter's desk: appeals in the order in which they are due. */
export function Appeals() {
  const { t } = useTranslation("admin");
  const { all } = useSearch({ from: "/inside/admin/appeals" });
  const go = useNavigate({ from: "/admin/appeals" });
  const list = usePaged(["admin", "appeals", all ? "all" : "open"], (after) =>
    must(api.GET("/api/v1/appeals", { params: { query: { after, open_only: !all, limit: 50 } } })),
  );
  return (
    <>
      <DeskHead
        name={t("pages.appeals")}
        list={list}
        rest={all === true}
        which={t("appeals.which")}
        words={[t("appeals.open"), t("appeals.all")]}
        says={[(n) => t("appeals.title", { n }), t("appeals.title_none"), t("appeals.title_all")]}
        onRest={(all) => go({ search: { all } })}
      />
      <PagedTable
        list={list}
        lines={4}
        label={t("pages.appeals")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={Scale} title={t("appeals.none")}>
            <p>{t("appeals.none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "what",
            word: t("appeals.what"),
            cell: (row) => (
              <>
                <Link
                  to="/admin/appeals/$projectId/$assignmentId"
                  params={{ projectId: String(row.project_id), assignmentId: String(row.id) }}
                  className="row-link break"
                >
                  {row.item}
                </Link>
                <small className="label t3 block">
                  {row.project} · {row.author}
                </small>
              </>
            ),
          },
          {
            id: "text",
            word: t("appeals.text"),
            wide: true,
            look: "t2",
            cell: (row) => row.text,
          },
          { ...figure("price", t("appeals.price")), cell: (row) => <Money won={row.price} /> },
          {
            ...figure("due", t(all ? "appeals.state" : "appeals.until")),
            cell: (row) => <AppealMark row={row} />,
          },
        ]}
      />
    </>
  );
}

/** When an appeal is due, or what was decided. */
export function AppealMark({ row }: { row: Row }) {
  const { t } = useTranslation("admin");
  const { ago } = useFormat();
  if (row.won === true)
    return (
      <Mark icon={CircleCheck} tone="ok">
        {t("appeals.won")}
      </Mark>
    );
  if (row.won === false)
    return (
      <Mark icon={CircleX} tone="bad">
        {t("appeals.lost")}
      </Mark>
    );
  return (
    <Mark icon={Clock}>
      {row.due_at === null ? t("appeals.open") : t("appeals.due", { ago: ago(row.due_at) })}
    </Mark>
  );
}
