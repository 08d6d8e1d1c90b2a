import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { CircleCheck, CircleX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Attempt, attemptQuery } from "~/api/learn";
import { useFormat } from "~/i18n/format";
import { BackLink } from "~/ui/back-link";
import { LinkButton } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import { CertificateCard } from "~/ui/learning/certificate-card";
import { PageTitle } from "~/ui/page";
import { Mark } from "~/ui/state";
import "./learn.css";

/** What became of an exam: which questions were right, and when one may try again. */
export function ResultPage() {
  const { projectId, courseId, attemptId } = useParams({ strict: false });
  const place = { project_id: Number(projectId), course_id: Number(courseId) };
  const { t } = useTranslation("learn");
  const read = useQuery(attemptQuery(place, Number(attemptId)));
  const path = { projectId: String(projectId), courseId: String(courseId) };
  return (
    <div className="ln-lesson">
      <BackLink to="/learn/$projectId/$courseId" params={path}>
        {t("back_to_course")}
      </BackLink>
      <Fault error={read.error} retry={() => read.refetch()} />
      {read.isPending && <Skeleton lines={6} />}
      {read.data?.ended_at === null && (
        <LinkButton
          to="/learn/$projectId/$courseId/exam/$attemptId"
          params={{ ...path, attemptId: String(attemptId) }}
          look="primary"
          main
        >
          {t("go.exam_on")}
        </LinkButton>
      )}
      {read.data != null && read.data.ended_at !== null && (
        <Result attempt={read.data} path={path} />
      )}
    </div>
  );
}

function Result({
  attempt,
  path,
}: {
  attempt: Attempt;
  path: { projectId: string; courseId: string };
}) {
  const { t } = useTranslation("learn");
  const { percent, full, number } = useFormat();
  const right = attempt.questions.filter((one) => one.right).length;
  const { passed, attempts_left, next_attempt_at } = attempt;
  return (
    <>
      <PageTitle name={t("exam.title")}>{t(passed ? "result.passed" : "result.failed")}</PageTitle>
      <p className="t2">
        {t("result.score", {
          right,
          all: attempt.questions.length,
          score: percent(attempt.score ?? 0),
          mark: percent(attempt.pass_mark),
        })}
        {attempt.paid !== null && ` ${t("paid", { won: number(attempt.paid) })}`}
      </p>
      <ol className="ln-results" aria-label={t("result.each")}>
        {attempt.questions.map((one, at) => (
          <li key={one.id}>
            <span className="grow">{t("result.question", { n: at + 1 })}</span>
            <Mark icon={one.right ? CircleCheck : CircleX} tone={one.right ? "ok" : "bad"}>
              {t(one.right ? "result.right" : one.answered ? "result.wrong" : "result.empty")}
            </Mark>
          </li>
        ))}
      </ol>
      {passed === false && (
        <p className="note">
          {attempts_left === 0
            ? t("result.none_left")
            : next_attempt_at === null
              ? t("result.now", { n: attempts_left })
              : t("result.again", { at: full(next_attempt_at), n: attempts_left })}
        </p>
      )}
      {attempt.certificate !== null && (
        <section className="sec">
          <h2 className="title">{t("certificate")}</h2>
          <CertificateCard certificate={attempt.certificate} />
        </section>
      )}
      <footer className="row wrap ln-turn">
        <LinkButton
          to="/learn/$projectId/$courseId"
          params={path}
          look={passed ? "primary" : "line"}
          main
        >
          {t("to_course")}
        </LinkButton>
        {passed === false && attempts_left > 0 && next_attempt_at === null && (
          <LinkButton to="/learn/$projectId/$courseId/exam" params={path} look="primary" main>
            {t("result.retry")}
          </LinkButton>
        )}
      </footer>
    </>
  );
}
