import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { CircleCheck, SearchX } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { type Course, courseQuery } from "~/api/learn";
import { BackLink } from "~/ui/back-link";
import { Button, LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Markdown } from "~/ui/markdown";
import { PageTitle } from "~/ui/page";
import { Mark } from "~/ui/state";
import { useActive } from "~/ui/use-active";
import { after, nextOf, pathOf } from "./model/course";
import "./learn.css";

/** One lesson to read; when it is read, the next one follows. */
export function LessonPage() {
  const { projectId, courseId, lessonId } = useParams({ strict: false });
  const place = { project_id: Number(projectId), course_id: Number(courseId) };
  const { t } = useTranslation("learn");
  const read = useQuery(courseQuery(place));
  const lesson = read.data?.lessons.find((one) => one.id === Number(lessonId));
  return (
    <article className="ln-lesson">
      <BackLink
        to="/learn/$projectId/$courseId"
        params={{ projectId: String(projectId), courseId: String(courseId) }}
      >
        {read.data?.title ?? t("back_to_course")}
      </BackLink>
      <Fault error={read.error} retry={() => read.refetch()} />
      {read.isPending && <Skeleton lines={6} />}
      {read.isSuccess && lesson === undefined && (
        <Empty icon={SearchX} title={t("lesson_gone")} heads />
      )}
      {read.data !== undefined && lesson !== undefined && (
        <Lesson key={lesson.id} course={read.data} lesson={lesson} />
      )}
    </article>
  );
}

function Lesson({ course, lesson }: { course: Course; lesson: Course["lessons"][number] }) {
  const { t } = useTranslation("learn");
  const client = useQueryClient();
  const go = useNavigate();
  const seconds = useActive(lesson.id);
  const path = pathOf(course);
  const place = { project_id: course.project_id, course_id: course.id };
  const ids = course.lessons.map((one) => one.id);
  const at = ids.indexOf(lesson.id);
  useEffect(() => {
    window.scrollTo(0, 0);
  }, []);
  const done = useMutation({
    mutationFn: async () => {
      await must(
        api.POST("/api/v1/projects/{project_id}/courses/{course_id}/lessons/{lesson_id}/read", {
          params: { path: { ...place, lesson_id: lesson.id } },
          body: { seconds: Math.round(seconds()) },
        }),
      );
      void client.invalidateQueries({ queryKey: ["learn", "courses"] });
      const now = await client.fetchQuery({ ...courseQuery(place), staleTime: 0 });
      const follows = after(ids, lesson.id);
      if (follows !== null)
        return go({
          to: "/learn/$projectId/$courseId/lessons/$lessonId",
          params: { ...path, lessonId: String(follows) },
        });
      const next = nextOf(now);
      return next?.what === "practice"
        ? go({
            to: "/learn/$projectId/$courseId/practice/$questionId",
            params: { ...path, questionId: String(next.id) },
          })
        : go({ to: "/learn/$projectId/$courseId", params: path });
    },
  });
  const last = at === ids.length - 1;
  const word = last
    ? course.practice.some((one) => one.done_at === null)
      ? "read_to_practice"
      : "read_to_course"
    : "read_to_next";
  return (
    <>
      <p className="label t3">{t("lesson_n", { n: at + 1, all: ids.length })}</p>
      <PageTitle
        name={lesson.title}
        aside={
          lesson.read_at !== null && (
            <Mark icon={CircleCheck} tone="ok">
              {t("read")}
            </Mark>
          )
        }
      >
        {lesson.title}
      </PageTitle>
      <Markdown text={lesson.body} />
      <Fault error={done.error} />
      <footer className="row wrap ln-turn">
        {at > 0 && (
          <LinkButton
            to="/learn/$projectId/$courseId/lessons/$lessonId"
            params={{ ...path, lessonId: String(ids[at - 1]) }}
            look="ghost"
          >
            {t("lesson_before")}
          </LinkButton>
        )}
        <span className="grow" />
        <Button look="primary" main busy={done.isPending} onPress={() => done.mutate()}>
          {t(word)}
        </Button>
      </footer>
    </>
  );
}
