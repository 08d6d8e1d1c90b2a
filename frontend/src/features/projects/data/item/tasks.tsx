import { CircleCheck, CircleDashed } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Mark, WorkMark } from "~/ui/state";
import { figure, Table } from "~/ui/table";

type Task = Schema<"ItemWhole">["tasks"][number];
type Work = Task["assignments"][number] & { piece: number };
type State = Parameters<typeof WorkMark>[0]["state"];
const TASKS = ["blocked", "open", "aggregating", "escalated", "done", "cancelled"] as const;

/** The tasks of an item, and who works on them at which level; where it was split, piece by piece. */
export function Tasks({ tasks }: { tasks: readonly Task[] }) {
  const { t } = useTranslation(["data", "common"]);
  const { number } = useFormat();
  const works = tasks.flatMap((task, n) =>
    task.assignments.map((work) => ({ ...work, piece: n + 1 })),
  );
  const split = tasks.length > 1;
  const [only] = tasks;
  return (
    <section className="col g8">
      <h2 className="title">{t("data:item.tasks")}</h2>
      {tasks.length === 0 && <p className="label t3">{t("data:item.no_tasks")}</p>}
      {!split && only !== undefined && (
        <p className="row label">
          <Mark
            icon={only.state === "done" ? CircleCheck : CircleDashed}
            tone={only.state === "done" ? "ok" : ""}
          >
            {t(`data:item.task_state.${TASKS.find((state) => state === only.state) ?? "open"}`)}
          </Mark>
          <span className="t3">
            {t("data:item.answers_of", { n: number(only.accepted), of: number(only.overlap) })}
          </span>
        </p>
      )}
      {works.length > 0 && (
        <Table
          label={t("data:item.tasks")}
          rows={works}
          keyOf={(work) => work.id}
          columns={[
            ...(split
              ? [
                  {
                    id: "piece",
                    word: t("data:item.piece"),
                    cell: (work: Work) => number(work.piece),
                  },
                ]
              : []),
            { id: "who", word: t("data:item.who"), look: "strong", cell: (work) => work.by },
            {
              id: "level",
              word: t("data:item.level"),
              cell: (work) => t(`common:level.${work.level as 0}`),
            },
            {
              id: "state",
              word: t("data:batches.state_word"),
              cell: (work) =>
                work.level > 0 && work.state === "accepted" ? (
                  <Mark icon={CircleCheck}>{t("data:item.judged")}</Mark>
                ) : (
                  <WorkMark state={work.state as State} />
                ),
            },
            {
              ...figure("attempt", t("data:item.attempt")),
              cell: (work) => number(work.attempt),
            },
          ]}
        />
      )}
    </section>
  );
}
