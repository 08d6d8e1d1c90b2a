import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, Layers, Upload } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { More, PageTitle, rowsOf } from "~/ui/page";
import { useProjectId } from "../../frame/queries";
import { BatchMark } from "../marks";
import { Scroll } from "../scroll";
import type { ImportFormat } from "../upload/job";
import { shownName } from "../words";
import "../data.css";

/** The project's imports: what came in with each, and what did not. */
export function Batches() {
  const { t } = useTranslation("data");
  const { number, full } = useFormat();
  const projectId = useProjectId();
  const params = { projectId: String(projectId) };
  const list = useInfiniteQuery({
    queryKey: ["project", projectId, "batches"],
    initialPageParam: 0,
    getNextPageParam: (page: { next?: number | null }) => page.next ?? undefined,
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/projects/{project_id}/batches", {
          params: { path: { project_id: projectId }, query: { after: pageParam, limit: 50 } },
        }),
      ),
  });
  const rows = rowsOf(list);
  const real = rows.filter((row) => !row.dry_run);
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
          <LinkButton to="/projects/$projectId/data/upload" params={params} look="primary">
            <Icon of={Upload} size={16} />
            {t("upload.name")}
          </LinkButton>
        }
      >
        {title()}
      </PageTitle>
      {list.isPending && <Skeleton lines={5} />}
      {list.error && <Fault error={list.error} retry={() => list.refetch()} />}
      {list.data && rows.length === 0 && (
        <Empty icon={Layers} title={t("batches.title_none")}>
          <p>{t("batches.empty_hint")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <Scroll label={t("batches.name")}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("items.batch")}</th>
                <th scope="col">{t("batches.state_word")}</th>
                <th scope="col" className="desk-only">
                  {t("batches.format")}
                </th>
                <th scope="col" className="num">
                  {t("batches.items")}
                </th>
                <th scope="col" className="num">
                  {t("batches.refused")}
                </th>
                <th scope="col" className="num desk-only">
                  {t("batches.at")}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <Link
                      to="/projects/$projectId/data/batches/$batchId"
                      params={{ ...params, batchId: String(row.id) }}
                      className="link strong break"
                    >
                      {shownName(row.name)}
                    </Link>
                    {row.dry_run && <span className="label t3"> · {t("batches.dry")}</span>}
                  </td>
                  <td>
                    <BatchMark state={row.state} />
                  </td>
                  <td className="desk-only">{t(`upload.formats.${row.format as ImportFormat}`)}</td>
                  <td className="num">{number(row.taken)}</td>
                  <td className="num">{number(row.refused)}</td>
                  <td className="num desk-only">{full(row.created_at)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <More list={list} />
    </>
  );
}
