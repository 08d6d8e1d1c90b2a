import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Download, Package, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty, Fault, Skeleton, useSentence } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { More, PageTitle, rowsOf } from "~/ui/page";
import { toast } from "~/ui/toast";
import { Scroll } from "../data/scroll";
import { useProjectId } from "../frame/queries";
import { ReleaseMark } from "./mark";
import { NewRelease } from "./new";
import { download } from "./queries";
import "../data/data.css";

/** The project's releases, and a new one of what is accepted now. */
export function Releases() {
  const { t } = useTranslation("data");
  const { number, bytes, full } = useFormat();
  const sentence = useSentence();
  const projectId = useProjectId();
  const [asked, setAsked] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ["project", projectId, "releases"],
    initialPageParam: 0,
    getNextPageParam: (page: Schema<"Page_ReleaseRow_">) => page.next ?? undefined,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some((row) => row.state === "building"))
        ? 1500
        : false,
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/projects/{project_id}/releases", {
          params: { path: { project_id: projectId }, query: { after: pageParam, limit: 100 } },
        }),
      ),
  });
  const rows = rowsOf(list);
  const params = { projectId: String(projectId) };
  const fetch = (id: number) => download(projectId, id).catch((error) => toast(sentence(error)));
  return (
    <>
      <PageTitle
        name={t("releases.name")}
        aside={
          <Button look="primary" onPress={() => setAsked(true)}>
            <Icon of={Plus} size={16} />
            {t("releases.make")}
          </Button>
        }
      >
        {list.data === undefined
          ? t("releases.name")
          : rows.length === 0
            ? t("releases.title_none")
            : t("releases.title", { n: number(rows.length) })}
      </PageTitle>
      {list.isPending && <Skeleton lines={4} />}
      {list.error && <Fault error={list.error} retry={() => list.refetch()} />}
      {list.data && rows.length === 0 && (
        <Empty icon={Package} title={t("releases.none")}>
          <p>{t("releases.none_hint")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <Scroll label={t("releases.name")}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("releases.version")}</th>
                <th scope="col">{t("batches.state_word")}</th>
                <th scope="col" className="desk-only">
                  {t("batches.format")}
                </th>
                <th scope="col" className="num">
                  {t("batches.items")}
                </th>
                <th scope="col" className="num desk-only">
                  {t("items.bytes")}
                </th>
                <th scope="col" className="num desk-only">
                  {t("batches.at")}
                </th>
                <th scope="col">
                  <span className="sr-only">{t("releases.download")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {[...rows].reverse().map((row) => (
                <tr key={row.id}>
                  <td>
                    <Link
                      to="/projects/$projectId/releases/$releaseId"
                      params={{ ...params, releaseId: String(row.id) }}
                      className="link strong"
                    >
                      {row.version}
                    </Link>
                  </td>
                  <td>
                    <ReleaseMark state={row.state} />
                  </td>
                  <td className="desk-only">
                    {t(`releases.formats.${row.format}`)}
                    {row.media && ` · ${t("releases.with_media")}`}
                  </td>
                  <td className="num">{row.items === null ? "–" : number(row.items)}</td>
                  <td className="num desk-only">{row.bytes === null ? "–" : bytes(row.bytes)}</td>
                  <td className="num desk-only">{full(row.frozen_at ?? row.created_at)}</td>
                  <td className="num">
                    {row.state === "ready" && (
                      <Button
                        look="ghost"
                        square
                        aria-label={t("releases.download_of", { version: row.version })}
                        onPress={() => fetch(row.id)}
                      >
                        <Icon of={Download} />
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <More list={list} />
      <NewRelease
        projectId={projectId}
        open={asked}
        last={rows.at(-1)?.version}
        onClose={() => setAsked(false)}
      />
    </>
  );
}
