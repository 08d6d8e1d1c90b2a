import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { ListFrame, usePaged } from "~/ui/table";
import { Reasons } from "./reasons";
import { useReason } from "./words";

type Grade = Schema<"RefusalOut">["grade"];
type Shown = Grade | "all";
type Props = { projectId: number; batch: Schema<"BatchOut"> };

/** What an import left out, and why: whole files, single labels, and remarks. */
export const Refusals = (props: Props) =>
  props.batch.refused + props.batch.noted > 0 && <Some {...props} />;

function Some({ projectId, batch }: Props) {
  const { t } = useTranslation("data");
  const [grade, setGrade] = useState<Shown>("all");
  const list = usePaged(["project", projectId, "refusals", batch.id, grade], (after) =>
    must(
      api.GET("/api/v1/projects/{project_id}/batches/{batch_id}/refusals", {
        params: {
          path: { project_id: projectId, batch_id: batch.id },
          query: { after, limit: 50, grade: grade === "all" ? undefined : grade },
        },
      }),
    ),
  );
  const parts = (["all", "item", "annotation", "note"] as const).map((id) => ({
    id,
    word: t(`batches.grades.${id}`),
  }));
  return (
    <section className="col g8" aria-label={t("batches.refusals")}>
      <h3 className="title">{t("batches.refusals")}</h3>
      <Reasons projectId={projectId} batch={batch} />
      {batch.refused > 0 && batch.noted > 0 && (
        <Chips label={t("batches.grade")} parts={parts} chosen={grade} onChoose={setGrade} />
      )}
      <ListFrame
        list={list}
        lines={3}
        none={<p className="label t3">{t("batches.none_of_grade")}</p>}
      >
        <ul className="refusals">
          {rowsOf(list).map((row) => (
            <Line key={`${row.row}-${row.grade}-${row.code}`} row={row} />
          ))}
        </ul>
      </ListFrame>
    </section>
  );
}

function Line({ row }: { row: Schema<"RefusalOut"> }) {
  const words = useReason()(row.code, row.detail);
  return (
    <li>
      <p className="strong break">{row.name || row.place}</p>
      <p className="label t2" title={row.detail}>
        {words}
      </p>
      {row.name !== "" && row.place !== row.name && (
        <p className="micro t3 mono break">{row.place}</p>
      )}
    </li>
  );
}
