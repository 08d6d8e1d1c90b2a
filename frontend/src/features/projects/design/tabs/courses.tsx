import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { GraduationCap } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { figure, Table } from "~/ui/table";
import { CourseMark } from "../../courses/mark";
import { NewCourse } from "../../courses/new";
import { type Course, coursesQuery, type Level } from "../../courses/queries";
import type { Stage } from "../../frame/queries";
import "../../courses/courses.css";

/** What people learn before they do this stage's work, and the way to another course. */
export function CoursesTab({ stage }: { stage: Stage }) {
  const { t } = useTranslation(["courses", "common"]);
  const all = useSuspenseQuery(coursesQuery(stage.project_id)).data;
  const courses = all.filter((one) => one.stage_id === stage.id);
  const open = courses.filter((one) => one.state === "open").length;
  return (
    <>
      <PageTitle name={t("name")}>
        {courses.length === 0 ? t("title_none") : t("title", { n: courses.length, open })}
      </PageTitle>
      <p className="t2 course-hint">{t("hint")}</p>
      {courses.length === 0 ? (
        <Empty icon={GraduationCap} title={t("title_none")}>
          <p>{t("empty_hint")}</p>
        </Empty>
      ) : (
        <Courses courses={courses} />
      )}
      {stage.state !== "cancelled" && <NewCourse stage={stage} />}
    </>
  );
}

function Courses({ courses }: { courses: readonly Course[] }) {
  const { t } = useTranslation(["courses", "common"]);
  const { number } = useFormat();
  return (
    <Table
      label={t("name")}
      rows={courses}
      keyOf={(row) => row.id}
      columns={[
        {
          id: "title",
          word: t("head.title"),
          cell: (row) => (
            <>
              <Link
                to="/projects/$projectId/courses/$courseId"
                params={{ projectId: String(row.project_id), courseId: String(row.id) }}
                className="row-link break"
              >
                {row.title}
              </Link>
              <p className="label t2 phone-only">{t(`common:level.${row.level as Level}`)}</p>
            </>
          ),
        },
        {
          id: "level",
          word: t("head.level"),
          wide: true,
          look: "t2 nowrap",
          cell: (row) => t(`common:level.${row.level as Level}`),
        },
        { id: "state", word: t("head.state"), cell: (row) => <CourseMark state={row.state} /> },
        {
          ...figure("lessons", t("head.lessons")),
          wide: true,
          cell: (row) => number(row.lessons),
        },
        {
          ...figure("practice", t("head.practice")),
          wide: true,
          cell: (row) => number(row.practice),
        },
        { ...figure("exam", t("head.exam")), wide: true, cell: (row) => number(row.exam) },
        { ...figure("certified", t("head.certified")), cell: (row) => number(row.certified) },
      ]}
    />
  );
}
