import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { useProjectId, useStages } from "../frame/queries";
import { Learners } from "./learners";
import { Lessons } from "./lessons";
import { CourseMark } from "./mark";
import { courseQuery, type Level } from "./queries";
import { Questions } from "./questions";
import { Settings } from "./settings";
import { CourseStanding } from "./standing";
import "./courses.css";

export const COURSE_PARTS = ["lessons", "questions", "settings", "people"] as const;

/** One course whole: its lessons, questions, exam and pay, and who learns. */
export function CoursePage() {
  const { t } = useTranslation(["courses", "common"]);
  const projectId = useProjectId();
  const from = "/inside/projects/$projectId/courses/$courseId";
  const { courseId } = useParams({ from });
  const { part = "lessons" } = useSearch({ from });
  const course = useSuspenseQuery(courseQuery(projectId, Number(courseId))).data;
  const stage = useStages().find((one) => one.id === course.stage_id);
  const params = { projectId: String(projectId) };
  return (
    <>
      <Link
        to="/projects/$projectId/design"
        params={params}
        search={{ tab: "courses", stage: course.stage_id }}
        className="label t3 back"
      >
        <Icon of={ArrowLeft} size={14} />
        {t("back")}
      </Link>
      <PageTitle name={course.title} aside={<CourseMark state={course.state} pill />}>
        {t(`page_title.${course.state}`, { title: course.title })}
      </PageTitle>
      <p className="label t3 dot-sep course-of">
        {stage !== undefined && <span>{stage.name}</span>}
        <span>{t(`common:level.${course.level as Level}`)}</span>
      </p>
      <CourseStanding course={course} />
      <nav className="tabs design-tabs course-tabs" aria-label={course.title}>
        {COURSE_PARTS.map((id) => (
          <Link
            key={id}
            to="/projects/$projectId/courses/$courseId"
            params={{ ...params, courseId }}
            search={{ part: id }}
            aria-current={id === part ? "page" : undefined}
          >
            {t(`part.${id}`)}
          </Link>
        ))}
      </nav>
      <div className="design-tab">
        <Suspense fallback={<Skeleton lines={6} />}>
          {part === "lessons" && <Lessons course={course} />}
          {part === "questions" && stage !== undefined && (
            <Questions course={course} stage={stage} />
          )}
          {part === "settings" && <Settings course={course} />}
          {part === "people" && <Learners course={course} />}
        </Suspense>
      </div>
    </>
  );
}
