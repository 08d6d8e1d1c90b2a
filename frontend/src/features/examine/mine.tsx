import { Link } from "@tanstack/react-router";
import { ScanEye } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { PageTitle, rowsOf } from "~/ui/page";
import { figure, PagedTable, usePaged } from "~/ui/table";

/** The samples that this person is to look at. */
export function MySamples() {
  const { t } = useTranslation("reports");
  const { number } = useFormat();
  const list = usePaged(["examine"], (after) =>
    must(api.GET("/api/v1/me/samples", { params: { query: { after, limit: 50 } } })),
  );
  const left = rowsOf(list).reduce((sum, row) => sum + row.left, 0);
  return (
    <>
      <PageTitle name={t("examine.name")}>
        {left === 0 ? t("examine.title_none") : t("examine.title", { n: number(left) })}
      </PageTitle>
      <PagedTable
        list={list}
        label={t("examine.name")}
        keyOf={(row) => row.sample_id}
        none={
          <Empty icon={ScanEye}>
            <p>{t("examine.none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "project",
            word: t("examine.project"),
            cell: (row) => (
              <Link
                to="/examine/$projectId/$sampleId"
                params={{ projectId: String(row.project_id), sampleId: String(row.sample_id) }}
                className="row-link"
              >
                {row.project}
              </Link>
            ),
          },
          { ...figure("left", t("examine.left")), cell: (row) => number(row.left) },
          { ...figure("mine", t("examine.mine")), cell: (row) => number(row.mine) },
        ]}
      />
    </>
  );
}
