import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { BadgeCheck, CircleX, Clock, Scale } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { Money } from "~/ui/money";
import { Mark } from "~/ui/state";
import { figure, PagedTable, usePaged } from "~/ui/table";
import { DeskHead } from "../parts/desk-head";

export type Held = Schema<"HeldOut">;

/** The administrator's desk: rejections beyond their authors' ceilings, by when silence pays. */
export function Rejections() {
  const { t, i18n } = useTranslation("fair");
  const { number } = useFormat();
  const { done } = useSearch({ from: "/inside/admin/rejections" });
  const go = useNavigate({ from: "/admin/rejections" });
  const list = usePaged(["admin", "rejections", done ? "done" : "open"], (after) =>
    must(
      api.GET("/api/v1/rejections", { params: { query: { after, open_only: !done, limit: 50 } } }),
    ),
  );
  return (
    <>
      <DeskHead
        name={t("held.name")}
        list={list}
        rest={done === true}
        which={t("held.which")}
        words={[t("held.open"), t("held.done")]}
        says={[(n) => t("held.title", { n }), t("held.title_none"), t("held.title_done")]}
        onRest={(done) => go({ search: { done } })}
      />
      <PagedTable
        list={list}
        lines={4}
        label={t("held.name")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={Scale}>
            <p>{t("held.none")}</p>
          </Empty>
        }
        columns={[
          {
            id: "item",
            word: t("held.item"),
            cell: (row) => (
              <>
                <Link
                  to="/admin/rejections/$projectId/$heldId"
                  params={{ projectId: String(row.project_id), heldId: String(row.id) }}
                  className="row-link break"
                >
                  {row.item}
                </Link>
                <small className="label t3 block">
                  {row.project} · {row.pseudonym}
                </small>
              </>
            ),
          },
          {
            id: "reason",
            word: t("held.reason"),
            wide: true,
            look: "t2",
            cell: (row) => (i18n.language === "en" ? row.reason_en : row.reason_ko) ?? row.reason,
          },
          {
            id: "of",
            word: t("held.of"),
            wide: true,
            look: "t2 nowrap",
            cell: (row) =>
              t("held.tally", {
                rejected: number(row.rejected),
                decided: number(row.decided),
                most: number(row.most),
              }),
          },
          { ...figure("price", t("held.price")), cell: (row) => <Money won={row.price} /> },
          { ...figure("due", t("held.due")), cell: (row) => <HeldMark row={row} /> },
        ]}
      />
    </>
  );
}

/** When silence will pay, or what became of it. */
export function HeldMark({ row }: { row: Held }) {
  const { t } = useTranslation("fair");
  const { ago } = useFormat();
  if (row.outcome !== null)
    return (
      <Mark
        icon={row.outcome === "confirmed" ? CircleX : BadgeCheck}
        tone={row.outcome === "confirmed" ? "bad" : "ok"}
      >
        {t(row.outcome === "confirmed" ? "held.confirm" : "held.refuse")}
      </Mark>
    );
  return (
    <Mark icon={Clock}>
      {row.due_at === null ? t("held.open") : t("held.due_at", { ago: ago(row.due_at) })}
    </Mark>
  );
}
