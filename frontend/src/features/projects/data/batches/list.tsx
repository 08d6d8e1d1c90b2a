import { Link } from "@tanstack/react-router";
import { ArrowLeft, Layers, Upload } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { LinkButton } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle, rowsOf } from "~/ui/page";
import { figure, moment, PagedTable, usePaged } from "~/ui/table";
import { useProjectId } from "../../frame/queries";
import { Announcements } from "../announcing/list";
import { BatchMark } from "../marks";
import type { ImportFormat } from "../upload/job";
import { shownName } from "../words";
import "../data.css";

/** The project's imports: what came in with each, and what did not. */
export function Batches() {
  const { t } = useTranslation("data");
  const { number, full } = useFormat();
  const projectId = useProjectId();
  const params = { projectId: String(projectId) };
  const list = usePaged(["project", projectId, "batches"], (after) =>
    must(
      api.GET("/api/v1/projects/{project_id}/batches", {
        params: { path: { project_id: projectId }, query: { after, limit: 50 } },
      }),
    ),
  );
  const real = rowsOf(list).filter((row) => !row.dry_run);
  const title = () => {
    if (list.data === undefined) return t("batches.name");
    if (real.length === 0) return t("batches.title_none");
    return t(list.hasNextPage ? "batches.title_more" : "batches.title", { n: number(real.length) });
  };
  return (
    <>
      <Link to="/projects/$projectId/data" params={params} className="label t3 back">
        <Icon of={ArrowLeft} size={14} />
        {t("item.back")}
      </Link>
      <PageTitle
        name={t("batches.name")}
        aside={
          <LinkButton to="/projects/$projectId/data/upload" params={params} look="primary" main>
            <Icon of={Upload} />
            {t("upload.name")}
          </LinkButton>
        }
      >
        {title()}
      </PageTitle>
      <Announcements projectId={projectId} />
      <PagedTable
        list={list}
        label={t("batches.name")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={Layers} title={t("batches.title_none")}>
            <p>{t("batches.empty_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "name",
            word: t("items.batch"),
            cell: (row) => (
              <>
                <Link
                  to="/projects/$projectId/data/batches/$batchId"
                  params={{ ...params, batchId: String(row.id) }}
                  className="row-link break"
                >
                  {shownName(row.name)}
                </Link>
                {row.dry_run && <span className="label t3"> · {t("batches.dry")}</span>}
              </>
            ),
          },
          {
            id: "state",
            word: t("batches.state_word"),
            cell: (row) => <BatchMark state={row.state} />,
          },
          {
            id: "format",
            word: t("batches.format"),
            wide: true,
            cell: (row) => t(`upload.formats.${row.format as ImportFormat}`),
          },
          { ...figure("taken", t("batches.items")), cell: (row) => number(row.taken) },
          { ...figure("refused", t("batches.refused")), cell: (row) => number(row.refused) },
          { ...moment("at", t("batches.at")), cell: (row) => full(row.created_at) },
        ]}
      />
    </>
  );
}
