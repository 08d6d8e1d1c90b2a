import { Link } from "@tanstack/react-router";
import { FileJson, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { BackLink } from "~/ui/back-link";
import { Button } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle, rowsOf } from "~/ui/page";
import { figure, moment, PagedTable, usePaged } from "~/ui/table";
import { useProjectId } from "../../frame/queries";
import { NewTemplate } from "./new";

/** The templates of a project's deliveries. */
export function Templates() {
  const { t } = useTranslation(["templates", "data"]);
  const { number, full } = useFormat();
  const projectId = useProjectId();
  const [asked, setAsked] = useState(false);
  const list = usePaged(["project", projectId, "templates", "list"], (after) =>
    must(
      api.GET("/api/v1/projects/{project_id}/templates", {
        params: { path: { project_id: projectId }, query: { after, limit: 50 } },
      }),
    ),
  );
  const rows = rowsOf(list);
  return (
    <>
      <BackLink to="/projects/$projectId/releases" params={{ projectId: String(projectId) }}>
        {t("data:releases.name")}
      </BackLink>
      <PageTitle
        name={t("name")}
        aside={
          <Button look="primary" main onPress={() => setAsked(true)}>
            <Icon of={Plus} />
            {t("make")}
          </Button>
        }
      >
        {rows.length === 0 ? t("name") : t("title", { n: number(rows.length) })}
      </PageTitle>
      <PagedTable
        list={list}
        label={t("name")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={FileJson} title={t("none")}>
            <p>{t("none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "name",
            word: t("called"),
            cell: (row) => (
              <Link
                to="/projects/$projectId/releases/templates/$templateId"
                params={{ projectId: String(projectId), templateId: String(row.id) }}
                className="row-link break"
              >
                {row.name}
              </Link>
            ),
          },
          { ...figure("version", t("version")), cell: (row) => number(row.version) },
          {
            ...figure("rows", t("rows.name")),
            wide: true,
            cell: (row) => number((row.definition.rows as unknown[]).length),
          },
          { ...moment("at", t("changed")), cell: (row) => full(row.changed_at) },
        ]}
      />
      <NewTemplate projectId={projectId} open={asked} onClose={() => setAsked(false)} />
    </>
  );
}
