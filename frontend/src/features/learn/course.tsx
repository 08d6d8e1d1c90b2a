import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import {
  BookOpenCheck,
  BookOpenText,
  CircleCheck,
  Hourglass,
  type LucideIcon,
  PenLine,
  Wallet,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Course, courseQuery } from "~/api/learn";
import { useFormat } from "~/i18n/format";
import { BackLink } from "~/ui/back-link";
import { LinkButton } from "~/ui/button";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { CertificateCard } from "~/ui/learning/certificate-card";
import { Money } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import { Mark } from "~/ui/state";
import { asLevel, nextOf } from "./model/course";
import { ExamLine } from "./parts/exam-line";
import { GoOn } from "./parts/go-on";
import "./learn.css";

/** One course: what is in it, what it pays, how far one is, and the one button that goes on. */
export function CoursePage() {
  const { projectId, courseId } = useParams({ strict: false });
  const place = { project_id: Number(projectId), course_id: Number(courseId) };
  const { t } = useTranslation("learn");
  const read = useQuery(courseQuery(place));
  return (
    <div className="ln-page">
      <BackLink to="/learn">{t("back")}</BackLink>
      <Fault error={read.error} retry={() => read.refetch()} />
      {read.isPending && <Skeleton lines={6} />}
      {read.data !== undefined && <Whole course={read.data} />}
    </div>
  );
}

function Whole({ course }: { course: Course }) {
  const { t } = useTranslation("learn");
  const { t: common } = useTranslation();
  const { span } = useFormat();
  const here = `/learn/${course.project_id}/${course.id}`;
  const next = nextOf(course);
  return (
    <div className="two">
      <div>
        <p className="label t3">
          {course.project} ·{" "}
          {t("opens_stage", {
            stage: course.stage,
            level: common(`level.${asLevel(course.level)}`),
          })}
        </p>
        <PageTitle name={course.title}>{course.title}</PageTitle>
        {course.about !== "" && <p className="t2 ln-about">{course.about}</p>}
        <Told course={course} />
        {course.lessons.length > 0 && (
          <Part title={t("lessons")} n={course.lessons.length}>
            {course.lessons.map((lesson, at) => (
              <Step
                key={lesson.id}
                to={`${here}/lessons/${lesson.id}`}
                icon={BookOpenText}
                done={lesson.read_at !== null}
                here={next?.what === "lesson" && next.id === lesson.id}
                word={t("read")}
                hint={lesson.seconds > 0 ? span(lesson.seconds) : null}
              >
                {at + 1}. {lesson.title}
              </Step>
            ))}
          </Part>
        )}
        {course.practice.length > 0 && (
          <Part title={t("practice")} n={course.practice.length}>
            {course.practice.map((task, at) => (
              <Step
                key={task.id}
                to={`${here}/practice/${task.id}`}
                icon={PenLine}
                done={task.done_at !== null}
                here={next?.what === "practice" && next.id === task.id}
                word={t("got_right")}
                hint={<Best task={task} />}
              >
                {t("practice_n", { n: at + 1 })}
              </Step>
            ))}
          </Part>
        )}
        {course.exam !== null && <ExamLine course={course} exam={course.exam} />}
      </div>
      <aside>
        <GoOn course={course} next={next} />
        <Pay course={course} />
        {course.certificate !== null && (
          <section className="sec">
            <h2 className="title">{t("certificate")}</h2>
            <CertificateCard certificate={course.certificate} />
          </section>
        )}
        <Opened course={course} />
      </aside>
    </div>
  );
}

/** What is to be known before one begins: the course is closed, or nothing can be paid just now. */
function Told({ course }: { course: Course }) {
  const { t } = useTranslation("learn");
  if (course.state === "retired") return <Note icon={Hourglass}>{t("retired")}</Note>;
  if (!course.funded && course.training_pay + course.exam_pay > 0)
    return (
      <Note icon={Wallet} tone="warn">
        {t("unfunded")}
      </Note>
    );
  return null;
}

function Part({ title, n, children }: { title: string; n: number; children: ReactNode }) {
  const { t } = useTranslation("learn");
  return (
    <section className="sec">
      <div className="head">
        <h2 className="title">{title}</h2>
        <span className="label t3">{t("n", { n })}</span>
      </div>
      <ul className="list tight">{children}</ul>
    </section>
  );
}

function Step({
  to,
  icon,
  done,
  here,
  word,
  hint,
  children,
}: {
  to: string;
  icon: LucideIcon;
  done: boolean;
  /** Whether it is the one to do next. */
  here: boolean;
  word: string;
  hint: ReactNode;
  children: ReactNode;
}) {
  return (
    <li>
      <Link to={to as "/"} className="row grow touch" aria-current={here ? "step" : undefined}>
        <Icon of={icon} className={here ? "acc" : "t3"} />
        <span className={here ? "grow strong" : "grow"}>{children}</span>
        {hint !== null && <span className="label t3">{hint}</span>}
        {done && (
          <Mark icon={CircleCheck} tone="ok">
            {word}
          </Mark>
        )}
      </Link>
    </li>
  );
}

function Best({ task }: { task: Course["practice"][number] }) {
  const { t } = useTranslation("learn");
  const { percent } = useFormat();
  if (task.best === null || task.done_at !== null) return null;
  return t("best", { share: percent(task.best) });
}

/** What learning it pays, and what of that is there already. */
function Pay({ course }: { course: Course }) {
  const { t } = useTranslation("learn");
  if (course.training_pay + course.exam_pay === 0) return null;
  const lines = [
    { word: t("pay.training"), won: course.training_pay, paid: course.training_paid },
    { word: t("pay.exam"), won: course.exam_pay, paid: course.exam_paid },
  ].filter((line) => line.won > 0);
  return (
    <section className="sec">
      <h2 className="title">{t("pay.title")}</h2>
      <ul className="list tight">
        {lines.map(({ word, won, paid }) => (
          <li key={word}>
            <span className="grow">{word}</span>
            {paid !== null && (
              <Mark icon={CircleCheck} tone="ok">
                {t("pay.paid")}
              </Mark>
            )}
            <Money won={paid ?? won} />
          </li>
        ))}
      </ul>
      {course.owed > 0 && (
        <Note icon={Hourglass} tone="warn">
          {t("pay.owed")} <Money won={course.owed} />
        </Note>
      )}
    </section>
  );
}

/** The work that it leads to. */
function Opened({ course }: { course: Course }) {
  const { t } = useTranslation("learn");
  return (
    <section className="sec">
      <h2 className="title">{t("work")}</h2>
      <p className="t2 ln-work">{t("work_hint", { stage: course.stage })}</p>
      <LinkButton
        to="/work/stages/$projectId/$stageId"
        params={{ projectId: String(course.project_id), stageId: String(course.stage_id) }}
        look="line"
      >
        <Icon of={BookOpenCheck} size={16} />
        {t("to_work")}
      </LinkButton>
    </section>
  );
}
