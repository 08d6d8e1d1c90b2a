import { Link } from "@tanstack/react-router";
import { ArrowLeft, ListChecks } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle, rowsOf } from "~/ui/page";
import { figure, moment, PagedTable, usePaged } from "~/ui/table";
import { useProjectId } from "../../frame/queries";
import { ActMark } from "./mark";
import "../data.css";

/** What was done to many at once, the newest first. */
export function Acts() {
  const { t } = useTranslation("desk");
  const { number, full } = useFormat();
  const projectId = useProjectId();
  const params = { projectId: String(projectId) };
  const list = usePaged(["project", projectId, "acts"], (after) =>
    must(
      api.GET("/api/v1/projects/{project_id}/acts", {
        params: { path: { project_id: projectId }, query: { after, limit: 50 } },
      }),
    ),
  );
  const rows = rowsOf(list);
  const none = list.isSuccess && rows.length === 0;
  return (
    <>
      <Link to="/projects/$projectId/data" params={params} className="label t3 back">
        <Icon of={ArrowLeft} size={14} />
        {t("back")}
      </Link>
      <PageTitle name={t("acts")}>
        {!list.isSuccess
          ? t("acts")
          : none
            ? t("acts_none")
            : t("acts_title", { n: `${number(rows.length)}${list.hasNextPage ? "+" : ""}` })}
      </PageTitle>
      <PagedTable
        list={list}
        label={t("acts")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={ListChecks}>
            <p>{t("acts_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "what",
            word: t("what"),
            cell: (row) => (
              <Link
                to="/projects/$projectId/data/acts/$actId"
                params={{ ...params, actId: String(row.id) }}
                className="row-link"
              >
                {t(`kind.${row.kind}`)}
              </Link>
            ),
          },
          { id: "state", word: t("state_word"), cell: (row) => <ActMark state={row.state} /> },
          { ...figure("done", t("done_word")), cell: (row) => number(row.done) },
          { ...figure("refused", t("refused_word")), cell: (row) => number(row.refused) },
          { id: "who", word: t("who"), wide: true, look: "t2", cell: (row) => row.by ?? "–" },
          { ...moment("at", t("at")), cell: (row) => full(row.made_at) },
        ]}
      />
    </>
  );
}
