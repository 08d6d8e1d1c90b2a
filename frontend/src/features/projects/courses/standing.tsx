import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Archive, CirclePlay, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Note } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import { budgetQuery } from "../frame/queries";
import { type Lack, lacksOf } from "./model";
import { type Course, lessonsQuery, questionsQuery } from "./queries";

/** What a course wants before it can be opened; opening it, and retiring it. */
export function CourseStanding({ course }: { course: Course }) {
  const { t } = useTranslation("courses");
  const { number } = useFormat();
  const client = useQueryClient();
  const { project_id: projectId, id } = course;
  const lessons = useSuspenseQuery(lessonsQuery(projectId, id)).data;
  const questions = useSuspenseQuery(questionsQuery(projectId, id)).data;
  const budget = useSuspenseQuery(budgetQuery(projectId)).data.left;
  const [asked, setAsked] = useState<"open" | "retire" | null>(null);
  if (course.state === "retired") return null;
  const lacks = course.state === "draft" ? lacksOf(course, lessons, questions, budget) : [];
  const say = (lack: Lack): string =>
    lack.code === "budget"
      ? t("lack.budget", { won: number(lack.won), each: number(lack.each) })
      : lack.code === "exam_short"
        ? t("lack.exam_short", lack)
        : t(`lack.${lack.code}`);
  const act = async () => {
    const request = { params: { path: { project_id: projectId, course_id: id } } };
    await (asked === "open"
      ? must(api.POST("/api/v1/projects/{project_id}/courses/{course_id}/open", request))
      : must(api.POST("/api/v1/projects/{project_id}/courses/{course_id}/retire", request)));
    toast(t(asked === "open" ? "opened" : "retired"));
    await client.invalidateQueries({ queryKey: ["project", projectId] });
  };
  return (
    <section className="col g12 course-standing">
      {lacks.length > 0 && (
        <Note icon={TriangleAlert} tone="warn">
          <p className="strong">{t("lack.title")}</p>
          <ul className="means">
            {lacks.map((lack) => (
              <li key={lack.code}>{say(lack)}</li>
            ))}
          </ul>
        </Note>
      )}
      <div className="row wrap">
        {course.state === "draft" && (
          <Button look="primary" isDisabled={lacks.length > 0} onPress={() => setAsked("open")}>
            <Icon of={CirclePlay} />
            {t("open")}
          </Button>
        )}
        <Button look="line" onPress={() => setAsked("retire")}>
          <Icon of={Archive} />
          {t("retire")}
        </Button>
      </div>
      <Confirm
        title={asked === "open" ? t("open_title") : t("retire_title", { title: course.title })}
        open={asked !== null}
        onClose={() => setAsked(null)}
        act={act}
        word={t(asked === "open" ? "open" : "retire")}
        danger={asked === "retire"}
      >
        <p>{t(asked === "open" ? "open_means" : "retire_means")}</p>
      </Confirm>
    </section>
  );
}
