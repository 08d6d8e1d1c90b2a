import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { CircleCheck, MailWarning, ShieldCheck, UserX } from "lucide-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { More, PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { Mark } from "~/ui/state";
import { usePaged } from "../parts/paged";
import { SearchBox } from "../parts/search";
import { Table } from "../parts/table";

type Row = Schema<"PersonView">;

/** Everybody with an account, found by how the name or the address begins. */
export function People() {
  const { t } = useTranslation("admin");
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
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={8} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty icon={UserX} title={t("people.none")}>
          <p>{t("people.none_hint")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <Table
          label={t("pages.people")}
          columns={[
            { id: "name", word: t("people.name") },
            { id: "email", word: t("people.email"), wide: true },
            { id: "state", word: t("people.state") },
            { id: "since", word: t("people.since"), num: true, wide: true },
          ]}
        >
          {rows.map((row) => (
            <Line key={row.id} row={row} />
          ))}
        </Table>
      )}
      <More list={list} />
    </>
  );
}

function Line({ row }: { row: Row }) {
  const { full } = useFormat();
  return (
    <tr>
      <td>
        <Link
          to="/admin/people/$personId"
          params={{ personId: String(row.id) }}
          className="adm-link strong"
        >
          {row.name}
        </Link>
        <p className="label t3 phone-only break">{row.email}</p>
      </td>
      <td className="desk-only t2">{row.email}</td>
      <td>
        <PersonMarks row={row} />
      </td>
      <td className="num t3 desk-only">{full(row.created_at)}</td>
    </tr>
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
