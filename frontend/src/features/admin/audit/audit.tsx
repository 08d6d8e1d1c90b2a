import { useNavigate, useSearch } from "@tanstack/react-router";
import { FolderSearch, History } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { Select } from "~/ui/field";
import { PageTitle } from "~/ui/page";
import { PagedTable, usePaged } from "~/ui/table";
import { Between, endOf, startOf } from "../parts/dates";
import { PersonFinder, ProjectFinder } from "../parts/finders";
import { OF_WORK, SUBJECTS, type Subject } from "../words";
import { useSaid } from "./said";

/** Who decided what: over people, projects and rules; of one project also the moves of its work. */
export function Audit() {
  const { t } = useTranslation("admin");
  const search = useSearch({ from: "/inside/admin/audit" });
  const { subject, project_id, actor_id, since, until } = search;
  const go = useNavigate({ from: "/admin/audit" });
  const put = (change: Partial<typeof search>) =>
    go({ search: (old) => ({ ...old, ...change }), resetScroll: false });
  const missing = subject !== undefined && OF_WORK.has(subject) && project_id === undefined;
  return (
    <>
      <PageTitle name={t("pages.audit")}>{t("audit.title")}</PageTitle>
      <div className="adm-tools">
        <Select
          aria-label={t("audit.subject")}
          label=""
          value={subject ?? "all"}
          onChange={(key) => put({ subject: key === "all" ? undefined : (key as Subject) })}
          options={[
            { id: "all", name: t("audit.all") },
            ...SUBJECTS.map((id) => ({ id, name: t(`audit.subjects.${id}`) })),
          ]}
        />
        <ProjectFinder chosen={project_id} onChoose={(id) => put({ project_id: id })} />
        <PersonFinder chosen={actor_id} onChoose={(id) => put({ actor_id: id })} />
        <Between since={since} until={until} onChange={put} />
      </div>
      {missing ? (
        <Empty icon={FolderSearch} title={t("audit.project_first")}>
          <p>{t("audit.project_first_hint")}</p>
        </Empty>
      ) : (
        <Rows />
      )}
    </>
  );
}

function Rows() {
  const { t } = useTranslation("admin");
  const { full } = useFormat();
  const told = useSaid();
  const actor = (row: Schema<"AuditRow">) => row.actor ?? t("audit.clock");
  const search = useSearch({ from: "/inside/admin/audit" });
  const { subject, project_id, actor_id, since, until } = search;
  const list = usePaged(["admin", "audit", search], (after) =>
    must(
      api.GET("/api/v1/audit", {
        params: {
          query: {
            subject,
            project_id,
            actor_id,
            since: startOf(since),
            until: endOf(until),
            after,
            limit: 50,
          },
        },
      }),
    ),
  );
  return (
    <PagedTable
      list={list}
      lines={8}
      label={t("pages.audit")}
      keyOf={(row) => row.id}
      none={
        <Empty icon={History} title={t("audit.none")}>
          <p>{t("audit.none_hint")}</p>
        </Empty>
      }
      columns={[
        {
          id: "at",
          word: t("ledger.at"),
          wide: true,
          look: "t3 nowrap",
          cell: (row) => full(row.at),
        },
        { id: "who", word: t("audit.who"), wide: true, look: "nowrap", cell: actor },
        {
          id: "what",
          word: t("audit.what"),
          cell: (row) => {
            const { said, detail } = told(row);
            return (
              <>
                {said}
                {detail !== "" && <small className="label t3 block break">{detail}</small>}
                <p className="label t3 phone-only">
                  {[full(row.at), actor(row), row.project].filter(Boolean).join(" · ")}
                </p>
              </>
            );
          },
        },
        {
          id: "project",
          word: t("filter.project"),
          wide: true,
          look: "t2",
          cell: (row) => row.project,
        },
      ]}
    />
  );
}
