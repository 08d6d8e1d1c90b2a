import { useQueries, useQuery } from "@tanstack/react-query";
import {
  Archive,
  ArchiveRestore,
  Ban,
  Check,
  CircleAlert,
  CircleCheck,
  CircleX,
  HandCoins,
  type LucideIcon,
  PackageCheck,
  PencilLine,
  RotateCcw,
  Scale,
  Send,
  TimerOff,
  Undo2,
  Upload,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import type { Reason } from "../taking";
import { type Step, type StepWord, storyOf } from "./story";

const SIGN: Record<StepWord, [LucideIcon, string]> = {
  imported: [Upload, ""],
  opened: [PencilLine, ""],
  accepted: [CircleCheck, "c-ok"],
  released: [PackageCheck, "c-ok"],
  reopened: [RotateCcw, "c-warn"],
  excluded: [Archive, ""],
  restored: [ArchiveRestore, ""],
  claimed: [HandCoins, ""],
  handed_in: [Send, ""],
  handed_in_again: [RotateCcw, ""],
  approve: [Check, "c-ok"],
  fix: [PencilLine, "c-ok"],
  return: [CircleAlert, "c-warn"],
  reject: [CircleX, "c-bad"],
  work_accepted: [CircleCheck, "c-ok"],
  appealed: [Scale, "c-warn"],
  appeal_lost: [CircleX, "c-bad"],
  given_back: [Undo2, ""],
  ran_out: [TimerOff, ""],
  taken_back: [Ban, ""],
  rework_ran_out: [TimerOff, "c-bad"],
  escalated: [Scale, "c-warn"],
  cancelled: [Ban, ""],
};

/** The pieces of work on an item, whole: answers and verdicts. */
export function useWorks(projectId: number, item: Schema<"ItemWhole">): Schema<"WorkOut">[] {
  const roots = item.tasks.flatMap((task) =>
    task.assignments.filter((work) => work.level === 0 && work.answer_id !== null),
  );
  const answers = useQueries({
    queries: roots.map((work) => ({
      queryKey: ["project", projectId, "work", work.id, work.state, work.attempt],
      queryFn: () =>
        must(
          api.GET("/api/v1/projects/{project_id}/assignments/{assignment_id}", {
            params: { path: { project_id: projectId, assignment_id: work.id } },
          }),
        ),
    })),
  });
  return answers.flatMap((answer) => (answer.data === undefined ? [] : [answer.data]));
}

/** What happened to an item, the newest first, each step as a sentence. */
export function Timeline({ projectId, item }: { projectId: number; item: Schema<"ItemWhole"> }) {
  const works = useWorks(projectId, item);
  const steps = storyOf(item, works);
  const { data: reasons } = useQuery({
    queryKey: ["project", projectId, "reasons"],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/reasons", {
          params: { path: { project_id: projectId } },
        }),
      ),
  });
  return (
    <ol className="hist">
      {steps.map((step) => (
        <Line key={step.id} step={step} reasons={reasons ?? []} />
      ))}
    </ol>
  );
}

function Line({ step, reasons }: { step: Step; reasons: readonly Schema<"ReasonOut">[] }) {
  const { t, i18n } = useTranslation(["data", "common"]);
  const { ago, full } = useFormat();
  const [icon, tone] = SIGN[step.word];
  const reason = reasons.find((one) => one.code === step.turn?.reason);
  const detail = [
    step.level > 0 ? t(`common:level.${step.level as 1}`) : null,
    reason === undefined ? step.turn?.reason : i18n.language === "en" ? reason.en : reason.ko,
    step.turn?.comment,
    step.word === "excluded" && step.excluded
      ? t(`data:items.why.${step.excluded as Reason}`)
      : null,
    step.word === "handed_in" || step.word === "handed_in_again" ? counted(step, t) : null,
  ].filter(Boolean);
  return (
    <li>
      <span className={`ic ${tone}`}>
        <Icon of={icon} size={16} />
      </span>
      <div>
        <p className="strong">
          {t(`data:item.steps.${step.word}`, { by: step.by ?? t("data:item.somebody") })}
        </p>
        {detail.length > 0 && <p className="label t3 break">{detail.join(" · ")}</p>}
      </div>
      <time className="label t3 nowrap" dateTime={step.at} title={full(step.at)}>
        {ago(step.at)}
      </time>
    </li>
  );
}

function counted(step: Step, t: (key: "data:item.labels", values: { n: number }) => string) {
  const labels = step.turn?.answer?.annotations;
  return Array.isArray(labels) ? t("data:item.labels", { n: labels.length }) : null;
}
