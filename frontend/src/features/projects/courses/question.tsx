import { useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button, LinkButton } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Icon } from "~/ui/icons";
import { MODALITY_ICONS, type ShownModality } from "~/ui/modality";
import { toast } from "~/ui/toast";
import { shortName } from "../data/grid";
import { Shot } from "../data/shot";
import { type Course, coursesQuery, type Question } from "./queries";

/** One question: what it is about, why its answer is right, and the ways to change it. */
export function QuestionCard({
  course,
  question,
  modality,
}: {
  course: Course;
  question: Question;
  modality: ShownModality;
}) {
  const { t } = useTranslation(["courses", "common"]);
  const client = useQueryClient();
  const { project_id: projectId, id: courseId } = course;
  const [asked, setAsked] = useState(false);
  const name = shortName(question.item);
  const drop = async () => {
    await must(
      api.DELETE("/api/v1/projects/{project_id}/courses/{course_id}/questions/{question_id}", {
        params: {
          path: { project_id: projectId, course_id: courseId, question_id: question.id },
        },
      }),
    );
    toast(t("question.dropped"));
    await Promise.all([
      client.invalidateQueries({ queryKey: ["project", projectId, "course", courseId] }),
      client.invalidateQueries({ queryKey: coursesQuery(projectId).queryKey }),
    ]);
  };
  return (
    <li className="question">
      {question.thumbnail_url === null && question.excerpt === null ? (
        <span className="question-shot">
          <Icon of={MODALITY_ICONS[modality]} size={24} />
        </span>
      ) : (
        <Shot url={question.thumbnail_url} excerpt={question.excerpt} className="question-shot" />
      )}
      <div className="grow col g4">
        <p className="strong clip">{name}</p>
        {course.level > 0 && (
          <p className="label t2">
            {question.verdict === null
              ? t("question.no_verdict")
              : t("question.deserves", {
                  verdict: t(`common:verdict.${question.verdict as "approve"}`),
                })}
          </p>
        )}
        <p className={question.note === "" ? "label t3" : "label t2 question-note"}>
          {question.note === "" ? t("question.no_note") : question.note}
        </p>
        {course.state !== "retired" && (
          <span className="row wrap question-acts">
            <LinkButton
              to="/projects/$projectId/courses/$courseId/write"
              params={{ projectId: String(projectId), courseId: String(courseId) }}
              search={{ use: question.use, item: question.item_id, question: question.id }}
              look="text"
              aria-label={t("question.edit_of", { name })}
            >
              {t("question.edit")}
            </LinkButton>
            <Button
              look="ghost"
              square
              aria-label={t("question.drop_of", { name })}
              onPress={() => setAsked(true)}
            >
              <Icon of={Trash2} size={16} />
            </Button>
          </span>
        )}
      </div>
      <Confirm
        title={t("question.drop_title")}
        open={asked}
        onClose={() => setAsked(false)}
        act={drop}
        word={t("question.drop")}
        danger
      >
        <p>{t("question.drop_means")}</p>
      </Confirm>
    </li>
  );
}
