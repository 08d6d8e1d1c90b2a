import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { type Course, courseQuery, type Exam } from "~/api/learn";
import { useFormat } from "~/i18n/format";
import { BackLink } from "~/ui/back-link";
import { Button, LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Money } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import { pathOf } from "./model/course";
import { WhyNot } from "./parts/exam-line";
import "./learn.css";

/** An exam before one sits down to it: how much it asks, how long it takes, what it pays. */
export function ExamPage() {
  const { projectId, courseId } = useParams({ strict: false });
  const place = { project_id: Number(projectId), course_id: Number(courseId) };
  const { t } = useTranslation("learn");
  const read = useQuery(courseQuery(place));
  return (
    <div className="ln-lesson">
      <BackLink
        to="/learn/$projectId/$courseId"
        params={{ projectId: String(projectId), courseId: String(courseId) }}
      >
        {read.data?.title ?? t("back_to_course")}
      </BackLink>
      <Fault error={read.error} retry={() => read.refetch()} />
      {read.isPending && <Skeleton lines={6} />}
      {read.data?.exam === null && <Empty icon={SearchX} title={t("exam.none")} heads />}
      {read.data != null && read.data.exam !== null && (
        <Start course={read.data} exam={read.data.exam} />
      )}
    </div>
  );
}

function Start({ course, exam }: { course: Course; exam: Exam }) {
  const { t } = useTranslation("learn");
  const { percent, span, number } = useFormat();
  const client = useQueryClient();
  const go = useNavigate();
  const path = pathOf(course);
  const place = { project_id: course.project_id, course_id: course.id };
  const sit = (attempt: number) =>
    go({
      to: "/learn/$projectId/$courseId/exam/$attemptId",
      params: { ...path, attemptId: String(attempt) },
    });
  const begin = useMutation({
    mutationFn: async () => {
      const { id } = await must(
        api.POST("/api/v1/projects/{project_id}/courses/{course_id}/attempts", {
          params: { path: place },
        }),
      );
      void client.invalidateQueries({ queryKey: ["learn"] });
      await sit(id);
    },
    // Another window may have begun it, or the time has come meanwhile.
    onError: () => client.invalidateQueries({ queryKey: courseQuery(place).queryKey }),
  });
  const open = exam.open_attempt;
  const need = Math.ceil(exam.pass_mark * exam.questions - 1e-9);
  return (
    <>
      <PageTitle name={t("exam.title")}>
        {t(open === null ? "exam.start" : "exam.start_open", { course: course.title })}
      </PageTitle>
      <dl className="ln-facts">
        <Fact word={t("exam.questions")}>
          {t("exam.questions_n", { n: number(exam.questions) })}
        </Fact>
        <Fact word={t("exam.mark")}>
          {t("exam.mark_n", { n: number(need), share: percent(exam.pass_mark) })}
        </Fact>
        <Fact word={t("exam.time")}>{span(exam.seconds)}</Fact>
        <Fact word={t("exam.tries")}>
          {t("exam.tries_n", { left: number(exam.attempts_left), all: number(exam.attempts) })}
        </Fact>
        {course.exam_pay > 0 && (
          <Fact word={t("exam.pay")}>
            <Money won={course.exam_pay} />
          </Fact>
        )}
      </dl>
      <ul className="ln-rules t2">
        <li>{t("exam.rule_kept")}</li>
        <li>{t("exam.rule_clock")}</li>
        <li>{t("exam.rule_after")}</li>
      </ul>
      <Fault error={begin.error} />
      {open !== null ? (
        <LinkButton
          to="/learn/$projectId/$courseId/exam/$attemptId"
          params={{ ...path, attemptId: String(open) }}
          look="primary"
          main
          full
        >
          {t("go.exam_on")}
        </LinkButton>
      ) : exam.may_begin ? (
        <Button look="primary" main full busy={begin.isPending} onPress={() => begin.mutate()}>
          {t("exam.begin")}
        </Button>
      ) : (
        <p className="note">
          <WhyNot exam={exam} />
        </p>
      )}
    </>
  );
}

function Fact({ word, children }: { word: string; children: ReactNode }) {
  return (
    <div>
      <dt>{word}</dt>
      <dd>{children}</dd>
    </div>
  );
}
