import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { CircleCheck, MailWarning, ShieldCheck, UserX } from "lucide-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { Mark } from "~/ui/state";
import { moment, PagedTable, usePaged } from "~/ui/table";
import { SearchBox } from "../parts/search";

type Row = Schema<"PersonView">;

/** Everybody with an account, found by how the name or the address begins. */
export function People() {
  const { t } = useTranslation("admin");
  const { full } = useFormat();
  const { q, operator } = useSearch({ from: "/inside/admin/people" });
  const go = useNavigate({ from: "/admin/people" });
  const list = usePaged(["admin", "people", { q, operator }], (after) =>
    must(api.GET("/api/v1/people", { params: { query: { q, operator, after, limit: 50 } } })),
  );
  const rows = rowsOf(list);
  const search = useCallback(
    (text: string) => go({ search: (old) => ({ ...old, q: text || undefined }), replace: true }),
    [go],
  );
  const n = `${rows.length}${list.hasNextPage ? "+" : ""}`;
  return (
    <>
      <PageTitle name={t("pages.people")}>
        {q === undefined || !list.isSuccess
          ? t(operator ? "people.title_operators" : "people.title")
          : t("people.title_found", { q, n })}
      </PageTitle>
      <div className="adm-tools">
        <Chips
          label={t("people.which")}
          parts={[
            { id: "all", word: t("people.everybody") },
            { id: "operators", word: t("people.operators") },
          ]}
          chosen={operator ? "operators" : "all"}
          onChoose={(id) =>
            go({ search: (old) => ({ ...old, operator: id === "operators" ? true : undefined }) })
          }
        />
        <span className="grow" />
        <SearchBox label={t("people.search")} value={q ?? ""} onSearch={search} />
      </div>
      <PagedTable
        list={list}
        label={t("pages.people")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={UserX} title={t("people.none")}>
            <p>{t("people.none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "name",
            word: t("people.name"),
            cell: (row) => (
              <>
                <Link
                  to="/admin/people/$personId"
                  params={{ personId: String(row.id) }}
                  className="row-link"
                >
                  {row.name}
                </Link>
                <p className="label t3 phone-only break">{row.email}</p>
              </>
            ),
          },
          {
            id: "email",
            word: t("people.email"),
            wide: true,
            look: "t2 break",
            cell: (row) => row.email,
          },
          {
            id: "state",
            word: t("people.state"),
            look: "nowrap",
            cell: (row) => <PersonMarks row={row} />,
          },
          { ...moment("since", t("people.since")), cell: (row) => full(row.created_at) },
        ]}
      />
    </>
  );
}

/** What stands out about an account. */
export function PersonMarks({ row }: { row: Row }) {
  const { t } = useTranslation("admin");
  if (row.left_at !== null)
    return (
      <Mark icon={UserX} tone="off">
        {t("people.left")}
      </Mark>
    );
  return (
    <span className="row g12 wrap">
      {row.operator && (
        <Mark icon={ShieldCheck} tone="now">
          {t("people.operator")}
        </Mark>
      )}
      {row.verified_at === null ? (
        <Mark icon={MailWarning} tone="warn">
          {t("people.unverified")}
        </Mark>
      ) : (
        !row.operator && (
          <Mark icon={CircleCheck} tone="ok">
            {t("people.active")}
          </Mark>
        )
      )}
    </span>
  );
}
