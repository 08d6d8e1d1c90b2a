import { useNavigate, useSearch } from "@tanstack/react-router";
import { Eye } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { useLooks } from "~/ui/looks";
import { moment, PagedTable, usePaged } from "~/ui/table";
import { PersonFinder } from "../parts/finders";

/** All looks at somebody else's data, or those at one person's. */
export function Looks() {
  const { t } = useTranslation("privacy");
  const { full } = useFormat();
  const { role, fields } = useLooks();
  const { person_id, by } = useSearch({ from: "/inside/admin/privacy" });
  const go = useNavigate({ from: "/admin/privacy" });
  const list = usePaged(["admin", "accesses", { person_id, by }], (after) =>
    must(
      api.GET("/api/v1/oversight/accesses", {
        params: { query: { person_id, by, after, limit: 50 } },
      }),
    ),
  );
  return (
    <>
      <div className="adm-tools">
        <PersonFinder
          chosen={person_id}
          onChoose={(id) => go({ search: (old) => ({ ...old, person_id: id }) })}
        />
      </div>
      <PagedTable
        list={list}
        label={t("desk.looks")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={Eye} title={t("desk.none")}>
            <p>{t("desk.none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "by",
            word: t("desk.by"),
            cell: (row) => (
              <>
                {row.by_name}
                <p className="label t3">
                  {[role(row.acting), row.organisation, row.project].filter(Boolean).join(" · ")}
                </p>
              </>
            ),
          },
          {
            id: "whose",
            word: t("desk.whose"),
            cell: (row) => (
              <>
                {row.person}
                <p className="label t3">{fields(row.fields)}</p>
              </>
            ),
          },
          {
            id: "where",
            word: t("desk.where"),
            wide: true,
            look: "t2 break",
            cell: (row) => (
              <>
                <code>{row.route}</code>
                {row.why !== null && (
                  <p className="label t3">{t("looked.why", { why: row.why })}</p>
                )}
              </>
            ),
          },
          { ...moment("at", t("desk.when")), cell: (row) => full(row.at) },
        ]}
      />
    </>
  );
}
