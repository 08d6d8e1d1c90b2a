import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { ArrowLeft, Shapes } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Answer, Schema as LabelSchema } from "~/annotate/core/doc";
import type { Schema } from "~/api/client";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { useWorks } from "../data/item/timeline";
import { itemQuery } from "../data/queries";
import { fitting } from "../design/labels/preview/fitting";
import { schemaQuery } from "../design/versions";
import { type Stage, useProjectId, useStages } from "../frame/queries";
import { type Course, courseQuery, type Question, questionsQuery, type Use } from "./queries";
import { sourceQuery } from "./source";
import { Write } from "./write";
import { useFirst } from "./written";
import "./courses.css";

/** One question: its right answer written in the editor, what is shown to be judged, and why. */
export function WritePage() {
  const { t } = useTranslation("courses");
  const projectId = useProjectId();
  const from = "/inside/projects/$projectId/courses/$courseId/write";
  const { courseId } = useParams({ from });
  const { use = "practice", item, question } = useSearch({ from });
  const course = useSuspenseQuery(courseQuery(projectId, Number(courseId))).data;
  const stage = useStages().find((one) => one.id === course.stage_id);
  const list = useSuspenseQuery(questionsQuery(projectId, course.id)).data;
  const known = list.find((one) => one.id === question) ?? null;
  const itemId = known?.item_id ?? item;
  return (
    <>
      <Link
        to="/projects/$projectId/courses/$courseId"
        params={{ projectId: String(projectId), courseId }}
        search={{ part: "questions" }}
        className="label t3 back"
      >
        <Icon of={ArrowLeft} size={14} />
        {t("write.back")}
      </Link>
      <PageTitle name={course.title}>{t(`write.title.${known?.use ?? use}`)}</PageTitle>
      {stage === undefined || itemId === undefined ? (
        <Empty icon={Shapes} title={t("pick.none")} />
      ) : (
        <OfItem
          key={`${itemId}/${known?.id}`}
          {...{ course, stage, itemId, use: known?.use ?? use, known }}
        />
      )}
    </>
  );
}

function OfItem({
  course,
  stage,
  itemId,
  use,
  known,
}: {
  course: Course;
  stage: Stage;
  itemId: number;
  use: Use;
  known: Question | null;
}) {
  const { t } = useTranslation("courses");
  const schema = useFirst(useSuspenseQuery(schemaQuery(stage)).data) ?? null;
  const item = useSuspenseQuery(itemQuery(stage.project_id, itemId)).data;
  const found = useQuery(sourceQuery(stage.project_id, item));
  const source = useFirst(found.data);
  const standing = useFirst(useStanding(stage.project_id, item));
  if (schema === null || schema.modality === "prompt")
    return (
      <Empty icon={Shapes} title={t(schema === null ? "write.no_schema" : "question.prompt")} />
    );
  if (source === undefined && found.error !== null)
    return <Fault error={found.error} retry={() => void found.refetch()} />;
  if (source === undefined || standing === undefined) return <Skeleton lines={10} />;
  const suited = (answer: unknown): Answer | null =>
    answer == null ? null : fitting(answer as Answer, schema as LabelSchema);
  const right = suited(known === null ? standing : known.answer);
  return (
    <Write
      {...{ course, schema, source, itemId, use, known }}
      old={known !== null && known.schema_version !== stage.schema_version}
      accepted={known === null && standing !== null}
      begin={{ right, shown: known === null ? right : suited(known.shown) }}
    />
  );
}

/** The answer that stands for an item; null where none does, undefined while that is being read. */
function useStanding(projectId: number, item: Schema<"ItemWhole">): unknown {
  const works = useWorks(projectId, item);
  const accepted = item.tasks
    .flatMap((task) => task.assignments)
    .filter((work) => work.level === 0 && work.answer_id !== null);
  if (works.length < accepted.length) return undefined;
  const head = accepted.find((work) => work.state === "accepted") ?? accepted[0];
  const turns = works.find((work) => work.id === head?.id)?.turns ?? [];
  return turns.find((turn) => turn.submission_id === head?.answer_id)?.answer ?? null;
}
