import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Dices } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle, rowsOf } from "~/ui/page";
import { figure, moment, PagedTable } from "~/ui/table";
import { useMakes } from "../frame/manages";
import { useProject } from "../frame/queries";
import { ReachedMark, SampleMark } from "./marks";
import { NewSample } from "./new-sample";
import { samplesQuery } from "./queries";

/** The blind samples of a release, and another one. */
export function Samples({ projectId, releaseId }: { projectId: number; releaseId: number }) {
  const { t } = useTranslation("reports");
  const { number, percent, full } = useFormat();
  const makes = useMakes(useProject());
  const [asked, setAsked] = useState(false);
  const list = useInfiniteQuery(samplesQuery(projectId, releaseId));
  const rows = rowsOf(list);
  return (
    <>
      <PageTitle
        name={t("tabs.samples")}
        aside={
          makes && (
            <Button look="primary" main onPress={() => setAsked(true)}>
              <Icon of={Dices} />
              {t("sample.draw")}
            </Button>
          )
        }
      >
        {rows.length === 0 ? t("sample.title_none") : t("sample.title", { n: number(rows.length) })}
      </PageTitle>
      <PagedTable
        list={list}
        rows={rows.toReversed()}
        label={t("tabs.samples")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={Dices}>
            <p>{t("sample.none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "id",
            word: t("sample.name"),
            cell: (row) => (
              <Link
                to="/projects/$projectId/samples/$sampleId"
                params={{ projectId: String(projectId), sampleId: String(row.id) }}
                className="row-link"
              >
                {t("sample.of", { n: number(row.id) })}
              </Link>
            ),
          },
          {
            id: "kind",
            word: t("sample.how"),
            wide: true,
            cell: (row) => t(`sample.kinds.${row.kind}`),
          },
          { id: "state", word: t("sample.stands"), cell: (row) => <SampleMark sample={row} /> },
          {
            ...figure("looked", t("sample.looked")),
            cell: (row) =>
              t("sample.n_of", { n: number(row.drawn - row.left), m: number(row.drawn) }),
          },
          {
            ...figure("share", t("sample.share")),
            cell: (row) => (row.result?.share == null ? "–" : percent(row.result.share)),
          },
          {
            id: "reached",
            word: t("sample.target"),
            wide: true,
            cell: (row) =>
              row.state === "closed" ? <ReachedMark reached={row.reached} /> : percent(row.target),
          },
          { ...moment("at", t("sample.at")), cell: (row) => full(row.created_at) },
        ]}
      />
      {asked && (
        <NewSample projectId={projectId} releaseId={releaseId} onClose={() => setAsked(false)} />
      )}
    </>
  );
}
