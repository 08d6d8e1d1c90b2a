import { CircleCheck, CircleX, Clock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Mark } from "~/ui/state";
import { figure, PagedTable, usePaged } from "~/ui/table";
import type { Sample } from "./queries";

/** The sample's items in the order of the draw, with what was found of each. */
export function SampleItems({ projectId, sample }: { projectId: number; sample: Sample }) {
  const { t } = useTranslation("reports");
  const { number, percent } = useFormat();
  const seen = sample.drawn - sample.left;
  const list = usePaged(["project", projectId, "sample", sample.id, "items", seen], (after) =>
    must(
      api.GET("/api/v1/projects/{project_id}/samples/{sample_id}/items", {
        params: {
          path: { project_id: projectId, sample_id: sample.id },
          query: { after, limit: 50 },
        },
      }),
    ),
  );
  const truth = sample.kind === "truth";
  return (
    <section className="col g12">
      <h2 className="title">{t("sample.items")}</h2>
      <PagedTable
        list={list}
        label={t("sample.items")}
        keyOf={(row) => row.item_id}
        none={null}
        columns={[
          { ...figure("place", t("sample.place")), cell: (row) => number(row.place) },
          { id: "name", word: t("sample.item"), look: "break", cell: (row) => row.name },
          {
            id: "stratum",
            word: t("protocol.stratum"),
            wide: true,
            cell: (row) => row.stratum || "–",
          },
          {
            id: "passed",
            word: t("sample.verdict"),
            cell: (row) =>
              row.passed === null ? (
                <Mark icon={Clock}>{t("sample.waits")}</Mark>
              ) : (
                <Mark icon={row.passed ? CircleCheck : CircleX} tone={row.passed ? "ok" : "bad"}>
                  {t(row.passed ? "sample.pass" : "sample.fail")}
                </Mark>
              ),
          },
          {
            id: "why",
            word: t(truth ? "sample.measured" : "sample.why"),
            wide: true,
            look: "label t2",
            cell: (row) =>
              truth
                ? Object.entries(row.measures ?? {})
                    .map(([name, value]) => `${t(`measures.${name as "f1"}`)} ${percent(value)}`)
                    .join(" · ")
                : [row.code, row.note].filter(Boolean).join(" · "),
          },
          {
            id: "by",
            word: t("sample.examiner"),
            wide: true,
            cell: (row) => row.examiner ?? "–",
          },
        ]}
      />
    </section>
  );
}
