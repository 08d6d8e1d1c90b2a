import { BadgeCheck, CircleCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Course } from "~/api/learn";
import { LinkButton } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { Progress } from "~/ui/page";
import { type Next, pathOf } from "../model/course";

/** The next step of a course, as its page's main button; where none is left, what was reached. */
export function GoOn({ course, next }: { course: Course; next: Next }) {
  const { t } = useTranslation("learn");
  const path = pathOf(course);
  const steps = [
    ...course.lessons.map((one) => one.read_at),
    ...course.practice.map((one) => one.done_at),
  ];
  const done = steps.filter((at) => at !== null).length;
  return (
    <section className="col g16 ln-go">
      {steps.length > 0 && !course.finished && (
        <div className="col g8">
          <p className="row between label">
            <span className="t3">{t("how_far")}</span>
            <b>{t("far", { done, all: steps.length })}</b>
          </p>
          <Progress done={done} total={steps.length} label={t("how_far")} />
        </div>
      )}
      {next === null && course.certificate?.valid === true && (
        <p className="st ok">
          <Icon of={BadgeCheck} size={16} />
          {t("passed")}
        </p>
      )}
      {next === null && course.exam === null && course.finished && course.certificate === null && (
        <p className="st ok">
          <Icon of={CircleCheck} size={16} />
          {t("finished")}
        </p>
      )}
      {next?.what === "lesson" && (
        <LinkButton
          to="/learn/$projectId/$courseId/lessons/$lessonId"
          params={{ ...path, lessonId: String(next.id) }}
          look="primary"
          main
          full
        >
          {t(next.again ? "go.read_on" : "go.read")}
        </LinkButton>
      )}
      {next?.what === "practice" && (
        <LinkButton
          to="/learn/$projectId/$courseId/practice/$questionId"
          params={{ ...path, questionId: String(next.id) }}
          look="primary"
          main
          full
        >
          {t(next.again ? "go.practise_on" : "go.practise")}
        </LinkButton>
      )}
      {next?.what === "exam" && (
        <LinkButton to="/learn/$projectId/$courseId/exam" params={path} look="primary" main full>
          {t(next.again ? "go.exam_on" : "go.exam")}
        </LinkButton>
      )}
    </section>
  );
}
