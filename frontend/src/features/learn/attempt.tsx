import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Navigate, useNavigate, useParams } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { type Attempt, attemptQuery, type CoursePlace } from "~/api/learn";
import { Confirm } from "~/ui/dialog";
import { useSentence } from "~/ui/fault";
import { toast } from "~/ui/toast";
import { Sheet } from "./model/sheet";
import { type Opened, taskQuery } from "./model/task";
import { Question } from "./parts/question";
import { Waiting } from "./parts/waiting";
import "./learn.css";

type Where = { projectId: string; courseId: string; attemptId: string };
export type Path = { projectId: string; courseId: string };

/** An exam that one sits: question after question, each kept as one goes. */
export function AttemptPage() {
  const { projectId, courseId, attemptId } = useParams({ strict: false }) as Where;
  const { t } = useTranslation(["learn", "common", "annotate"]);
  const place = { project_id: Number(projectId), course_id: Number(courseId) };
  const read = useQuery({ ...attemptQuery(place, Number(attemptId)), staleTime: 0 });
  useEffect(() => {
    document.title = `${t("exam.title")} · ${t("common:dure")}`;
  }, [t]);
  const path = { projectId, courseId };
  if (read.data === undefined) return <Waiting path={path} name={t("exam.title")} read={read} />;
  if (read.data.ended_at !== null)
    return (
      <Navigate
        to="/learn/$projectId/$courseId/exam/$attemptId/result"
        params={{ ...path, attemptId }}
        replace
      />
    );
  return <Sitting place={place} path={path} attempt={read.data} />;
}

/** The sheets of an exam's questions, each made once, and what happens to them. */
function Sitting({ place, path, attempt }: { place: CoursePlace; path: Path; attempt: Attempt }) {
  const { t } = useTranslation("learn");
  const client = useQueryClient();
  const go = useNavigate();
  const sentence = useSentence();
  const ids = attempt.questions.map((one) => one.id);
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      attempt.questions.findIndex((one) => !one.answered),
    ),
  );
  const [answered, setAnswered] = useState<ReadonlySet<number>>(
    () => new Set(attempt.questions.flatMap((one) => (one.answered ? [one.id] : []))),
  );
  const sheets = useRef(new Map<number, Sheet>());
  const [asking, setAsking] = useState(false);
  const id = ids[at] ?? 0;
  const opened = useQuery(taskQuery(place, id));
  const follows = ids[at + 1];
  const { project_id, course_id } = place;
  useEffect(() => {
    // The next one is there when one comes to it.
    if (opened.isSuccess && follows !== undefined)
      void client.prefetchQuery(taskQuery({ project_id, course_id }, follows));
  }, [client, project_id, course_id, follows, opened.isSuccess]);
  useEffect(() => {
    const made = sheets.current;
    return () => {
      for (const sheet of made.values()) sheet.close();
      made.clear();
      // An exam's questions are forgotten with it.
      client.removeQueries({ queryKey: ["learn", "task", project_id, course_id] });
    };
  }, [client, project_id, course_id]);

  const sheetOf = (found: Opened): Sheet => {
    let sheet = sheets.current.get(found.id);
    if (sheet === undefined) {
      sheet = new Sheet(found);
      sheets.current.set(found.id, sheet);
    }
    return sheet;
  };
  const end = useCallback(async () => {
    const ended = await must(
      api.POST("/api/v1/projects/{project_id}/courses/{course_id}/attempts/{attempt_id}/end", {
        params: { path: { project_id, course_id, attempt_id: attempt.id } },
      }),
    );
    client.setQueryData(attemptQuery({ project_id, course_id }, attempt.id).queryKey, ended);
    await client.invalidateQueries({ queryKey: ["learn", "course"] });
    void client.invalidateQueries({ queryKey: ["learn", "courses"] });
    void client.invalidateQueries({ queryKey: ["learn", "certificates"] });
    await go({
      to: "/learn/$projectId/$courseId/exam/$attemptId/result",
      params: { ...path, attemptId: String(attempt.id) },
      replace: true,
    });
  }, [client, go, project_id, course_id, attempt.id, path]);
  const timeOver = useCallback(() => {
    toast(t("exam.time_over"));
    end().catch((error) => toast(sentence(error)));
  }, [end, t, sentence]);

  const missing = ids.filter((one) => !answered.has(one)).length;
  const name = t("exam.question_of", { n: at + 1, all: ids.length });
  if (opened.data === undefined) return <Waiting path={path} name={name} read={opened} />;
  return (
    <>
      <Question
        key={id}
        sheet={sheetOf(opened.data)}
        place={place}
        path={path}
        attempt={attempt}
        at={at}
        answered={answered}
        onAnswered={() => setAnswered((known) => new Set([...known, id]))}
        turn={setAt}
        finish={() => setAsking(true)}
        timeOver={timeOver}
      />
      <Confirm
        title={t("exam.end_title")}
        open={asking}
        onClose={() => setAsking(false)}
        act={end}
        word={t("exam.end")}
      >
        <p>{t(missing === 0 ? "exam.end_all" : "exam.end_missing", { n: missing })}</p>
      </Confirm>
    </>
  );
}
