import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Download, Package, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button, LinkButton } from "~/ui/button";
import { Empty, useSentence } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle, rowsOf } from "~/ui/page";
import { figure, moment, PagedTable } from "~/ui/table";
import { toast } from "~/ui/toast";
import { useProjectId } from "../frame/queries";
import { ReleaseMark } from "./mark";
import { NewRelease } from "./new";
import { download } from "./queries";
import { ReleaseTabs } from "./tabs";
import "../data/data.css";

/** The project's releases, and a new one of what is accepted now. */
export function Releases() {
  const { t } = useTranslation(["data", "templates"]);
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
  const fetch = (id: number) => download(projectId, id).catch((error) => toast(sentence(error)));
  return (
    <>
      <ReleaseTabs projectId={projectId} />
      <PageTitle
        name={t("releases.name")}
        aside={
          <div className="row g8 wrap">
            <LinkButton
              to="/projects/$projectId/releases/templates"
              params={{ projectId: String(projectId) }}
            >
              {t("templates:name")}
            </LinkButton>
            <Button look="primary" main onPress={() => setAsked(true)}>
              <Icon of={Plus} />
              {t("releases.make")}
            </Button>
          </div>
        }
      >
        {list.data === undefined
          ? t("releases.name")
          : rows.length === 0
            ? t("releases.title_none")
            : t("releases.title", { n: number(rows.length) })}
      </PageTitle>
      <PagedTable
        list={list}
        rows={[...rows].reverse()}
        label={t("releases.name")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={Package} title={t("releases.none")}>
            <p>{t("releases.none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "version",
            word: t("releases.version"),
            cell: (row) => (
              <Link
                to="/projects/$projectId/releases/$releaseId"
                params={{ projectId: String(projectId), releaseId: String(row.id) }}
                className="row-link break"
              >
                {row.version}
              </Link>
            ),
          },
          {
            id: "state",
            word: t("batches.state_word"),
            cell: (row) => <ReleaseMark state={row.state} />,
          },
          {
            id: "format",
            word: t("batches.format"),
            wide: true,
            cell: (row) =>
              [t(`releases.formats.${row.format}`), row.media && t("releases.with_media")]
                .filter(Boolean)
                .join(" · "),
          },
          {
            ...figure("items", t("batches.items")),
            cell: (row) => (row.items === null ? "–" : number(row.items)),
          },
          {
            ...figure("bytes", t("items.bytes")),
            wide: true,
            cell: (row) => (row.bytes === null ? "–" : bytes(row.bytes)),
          },
          {
            ...moment("at", t("batches.at")),
            cell: (row) => full(row.frozen_at ?? row.created_at),
          },
          {
            id: "acts",
            word: t("releases.download"),
            num: true,
            hidden: true,
            cell: (row) =>
              row.state === "ready" && (
                <Button
                  look="ghost"
                  square
                  aria-label={t("releases.download_of", { version: row.version })}
                  onPress={() => fetch(row.id)}
                >
                  <Icon of={Download} />
                </Button>
              ),
          },
        ]}
      />
      <NewRelease projectId={projectId} open={asked} onClose={() => setAsked(false)} />
    </>
  );
}
