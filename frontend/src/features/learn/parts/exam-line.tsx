import { Link } from "@tanstack/react-router";
import { ChevronRight, CircleCheck, CircleX, ClipboardCheck, Timer } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Course, Exam } from "~/api/learn";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { Mark } from "~/ui/state";
import { pathOf } from "../model/course";

/** A course's exam in a few lines: what it asks, how one stands, what became of the tries. */
export function ExamLine({ course, exam }: { course: Course; exam: Exam }) {
  const { t } = useTranslation("learn");
  const { percent, span, day } = useFormat();
  const path = pathOf(course);
  return (
    <section className="sec">
      <div className="head">
        <h2 className="title">{t("exam.title")}</h2>
      </div>
      <ul className="list tight">
        <li>
          <Link to="/learn/$projectId/$courseId/exam" params={path} className="row grow touch">
            <Icon of={ClipboardCheck} className="t3" />
            <span className="grow">
              {t("exam.line", {
                n: exam.questions,
                mark: percent(exam.pass_mark),
                span: span(exam.seconds),
              })}
              <span className="label t3 block">
                <WhyNot exam={exam} />
              </span>
            </span>
            <Icon of={ChevronRight} size={16} className="t3" />
          </Link>
        </li>
        {exam.past.map((one) => (
          <li key={one.id}>
            <Link
              to="/learn/$projectId/$courseId/exam/$attemptId"
              params={{ ...path, attemptId: String(one.id) }}
              className="row grow touch"
            >
              <span className="grow">
                {t("exam.nth", { n: one.nth })}
                <span className="label t3"> · {day(one.started_at)}</span>
              </span>
              {one.score !== null && <span className="label t3">{percent(one.score)}</span>}
              {one.ended_at === null ? (
                <Mark icon={Timer} tone="now">
                  {t("exam.open")}
                </Mark>
              ) : (
                <Mark icon={one.passed ? CircleCheck : CircleX} tone={one.passed ? "ok" : "bad"}>
                  {t(one.passed ? "exam.passed" : "exam.failed")}
                </Mark>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whether one may sit down to it, or why not yet. */
export function WhyNot({ exam }: { exam: Exam }) {
  const { t } = useTranslation("learn");
  const { full } = useFormat();
  if (exam.may_begin || exam.why_not === null) return t("exam.left", { n: exam.attempts_left });
  return t(`why_not.${exam.why_not}`, {
    at: exam.next_attempt_at === null ? "" : full(exam.next_attempt_at),
  });
}
