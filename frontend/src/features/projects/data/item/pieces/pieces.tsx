import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, Merge } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Facts } from "~/annotate/media";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Mark } from "~/ui/state";
import { Table } from "~/ui/table";
import { Came } from "./came";
import { piecesQuery, type Seam } from "./queries";
import { type Part, usePartWords } from "./words";

const STATES = ["blocked", "open", "aggregating", "escalated", "done", "cancelled"] as const;

/** The pieces that an item was split into, and how their answers became one. */
export function Pieces({ projectId, item }: { projectId: number; item: Schema<"ItemWhole"> }) {
  const { t } = useTranslation(["pipeline", "data"]);
  const { number } = useFormat();
  const read = useQuery(piecesQuery(projectId, item.id));
  const where = usePartWords((item.facts as Facts | null)?.modality);
  if (read.isPending) return <Skeleton lines={3} />;
  const data = read.data;
  if (data === undefined) return <Fault error={read.error} retry={() => read.refetch()} />;
  const { pieces, merged } = data;
  const count = (answer: Record<string, unknown>) =>
    Array.isArray(answer.annotations) ? answer.annotations.length : 0;
  return (
    <section className="col g12">
      <h2 className="title">{t("pipeline:pieces.title")}</h2>
      <Table
        label={t("pipeline:pieces.title")}
        rows={pieces}
        keyOf={(piece) => piece.task_id}
        columns={[
          {
            id: "n",
            word: t("pipeline:pieces.n", { n: "" }),
            look: "strong nowrap",
            cell: ({ part }) =>
              t("pipeline:pieces.of", {
                n: number(((part as Part | null)?.at ?? 0) + 1),
                all: number((part as Part | null)?.of ?? pieces.length),
              }),
          },
          {
            id: "where",
            word: t("pipeline:pieces.where"),
            cell: ({ part }) => where(part as Part | null),
          },
          {
            id: "state",
            word: t("pipeline:pieces.state"),
            cell: ({ state }) => (
              <Mark
                icon={state === "done" ? CircleCheck : CircleDashed}
                tone={state === "done" ? "ok" : ""}
              >
                {t(`data:item.task_state.${STATES.find((one) => one === state) ?? "open"}`)}
              </Mark>
            ),
          },
          ...(pieces.some((piece) => piece.consensus !== null)
            ? [
                {
                  id: "came",
                  word: t("data:item.consensus"),
                  cell: ({ consensus }: (typeof pieces)[number]) =>
                    consensus === null ? (
                      <span className="t3">–</span>
                    ) : (
                      <Came consensus={consensus} />
                    ),
                },
              ]
            : []),
          {
            id: "answer",
            word: t("pipeline:pieces.answer"),
            num: true,
            cell: ({ answers }) => {
              const stands = answers.filter((one) => one.stands);
              if (stands.length === 0) return t("pipeline:pieces.no_answer");
              return stands.map((one) => (
                <span key={one.submission_id} className="block">
                  {one.by} · {t("pipeline:pieces.marks", { n: number(count(one.answer)) })}
                </span>
              ));
            },
          },
        ]}
      />
      {merged === null ? (
        <p className="hint">{t("pipeline:pieces.not_merged")}</p>
      ) : (
        <>
          <p className="row g8">
            <Icon of={Merge} size={16} className="t2" />
            <b>{t("pipeline:pieces.merged_n", { n: number(merged.answer.annotations.length) })}</b>
          </p>
          <Seams seams={merged.seams} />
          {merged.faults.map((fault) => (
            <p key={fault.detail} className="label c-warn">
              {fault.detail}
            </p>
          ))}
        </>
      )}
    </section>
  );
}

/** What became of marks that lie where two pieces meet. */
function Seams({ seams }: { seams: readonly Seam[] }) {
  const { t } = useTranslation("pipeline");
  const { number } = useFormat();
  if (seams.length === 0) return <p className="label t3">{t("pieces.seams_none")}</p>;
  return (
    <Table
      label={t("pieces.seams")}
      rows={seams}
      keyOf={(seam) => `${seam.what}${seam.label}${JSON.stringify(seam.from)}`}
      columns={[
        { id: "label", word: t("pieces.seam_label"), cell: (seam) => seam.label },
        {
          id: "what",
          word: t("pieces.seams"),
          cell: (seam) => (
            <>
              {t(`pieces.seam.${seam.what}`)}
              {seam.differs.length > 0 && (
                <span className="label c-warn block">
                  {t("pieces.seam_differs", { fields: seam.differs.join(", ") })}
                </span>
              )}
            </>
          ),
        },
        {
          id: "from",
          word: t("pieces.seam_from"),
          num: true,
          cell: (seam) => seam.from.map(({ piece }) => number(piece + 1)).join(", "),
        },
      ]}
    />
  );
}
