import { useNavigate, useSearch } from "@tanstack/react-router";
import { FolderSearch } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Empty } from "~/ui/fault";
import { Select } from "~/ui/field";
import { PageTitle } from "~/ui/page";
import { usePaged } from "~/ui/table";
import { Between } from "../parts/dates";
import { PersonFinder, ProjectFinder } from "../parts/finders";
import { Rows } from "./rows";
import { queryOf, Words } from "./search";
import { OF_WORK, SUBJECTS, type Subject } from "./subjects";

/** Who decided what: over people, projects and rules; of one project also the moves of its work. */
export function Audit() {
  const { t } = useTranslation(["admin", "data"]);
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
            ...SUBJECTS.map((id) => ({ id, name: t(`data:events.subjects.${id}`) })),
          ]}
        />
        <ProjectFinder chosen={project_id} onChoose={(id) => put({ project_id: id })} />
        <PersonFinder chosen={actor_id} onChoose={(id) => put({ actor_id: id })} />
        <Between since={since} until={until} onChange={put} />
        {!missing && <Words asked={search} at="/api/v1/audit" onChange={(q) => put({ q })} />}
      </div>
      {missing ? (
        <Empty icon={FolderSearch} title={t("audit.project_first")}>
          <p>{t("audit.project_first_hint")}</p>
        </Empty>
      ) : (
        <Everywhere />
      )}
    </>
  );
}

function Everywhere() {
  const search = useSearch({ from: "/inside/admin/audit" });
  const list = usePaged(["admin", "audit", search], (after) =>
    must(api.GET("/api/v1/audit", { params: { query: { ...queryOf(search), after, limit: 50 } } })),
  );
  return <Rows list={list} />;
}
