import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "~/annotate/core/doc";
import { Frame } from "~/annotate/told/frame";
import { type Answered, Layers, Seen, useSeeing } from "~/annotate/told/seen";
import { useKeys, useStore } from "~/annotate/use";
import { api, must } from "~/api/client";
import { type CoursePlace, courseQuery, type Tried } from "~/api/learn";
import { useFormat } from "~/i18n/format";
import { Button, LinkButton } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import { toast } from "~/ui/toast";
import { useActive } from "~/ui/use-active";
import { nextOf } from "./model/course";
import { Sheet } from "./model/sheet";
import { type Opened, taskQuery } from "./model/task";
import { Back } from "./parts/back";
import { Judging } from "./parts/judging";
import { Waiting } from "./parts/waiting";
import "./learn.css";

type Where = { projectId: string; courseId: string; questionId: string };

/** One practice task in the editor: it is tried, and at once it is seen what was right. */
export function PracticePage() {
  const { projectId, courseId, questionId } = useParams({ strict: false }) as Where;
  const { t } = useTranslation(["learn", "common", "annotate"]);
  const place = { project_id: Number(projectId), course_id: Number(courseId) };
  const opened = useQuery(taskQuery(place, Number(questionId)));
  const course = useQuery(courseQuery(place)).data;
  const at = course?.practice.findIndex((one) => one.id === Number(questionId)) ?? -1;
  const name = t(at < 0 ? "practice" : "practice_of", { n: at + 1, all: course?.practice.length });
  useEffect(() => {
    document.title = `${name} · ${t("common:dure")}`;
  }, [name, t]);
  const path = { projectId, courseId };
  if (opened.data === undefined) return <Waiting path={path} name={name} read={opened} />;
  return <Task key={questionId} place={place} name={name} path={path} opened={opened.data} />;
}

type Props = {
  place: CoursePlace;
  name: string;
  path: { projectId: string; courseId: string };
  opened: Opened;
};

function Task(props: Props) {
  const { place, opened } = props;
  const client = useQueryClient();
  const seconds = useActive(opened.id);
  const told = useRef(0); // of these, with the tries before
  const [sheet] = useState(() => new Sheet(opened));
  useEffect(() => () => sheet.close(), [sheet]);
  const [seen, setSeen] = useState<{ mine: Answer; tried: Tried } | null>(null);
  const attempt = useMutation({
    mutationFn: async () => {
      const given = sheet.given();
      if (given === null) return;
      const mine = sheet.shown();
      const all = Math.round(seconds());
      const tried = await must(
        api.POST(
          "/api/v1/projects/{project_id}/courses/{course_id}/questions/{question_id}/tries",
          {
            params: { path: { ...place, question_id: opened.id } },
            body: { ...given, seconds: all - told.current },
          },
        ),
      );
      told.current = all;
      setSeen({ mine, tried });
      void client.invalidateQueries({ queryKey: ["learn"], predicate: isOfCourses });
    },
  });
  return seen === null ? (
    <Doing
      {...props}
      sheet={sheet}
      busy={attempt.isPending}
      error={attempt.error}
      check={() => attempt.mutate()}
    />
  ) : (
    <Told {...props} {...seen} sheet={sheet} again={() => setSeen(null)} />
  );
}

// The task itself stays as it is.
const isOfCourses = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[1] !== "task";

function Doing({
  path,
  name,
  opened,
  sheet,
  busy,
  error,
  check,
}: Props & { sheet: Sheet; busy: boolean; error: unknown; check: () => void }) {
  const { t } = useTranslation("learn");
  const { kit } = opened;
  useStore(sheet.judged, (all) => all.verdict);
  const { editor } = sheet;
  const [told, setTold] = useState(false);
  // What was wrong is looked at anew with every change.
  useSyncExternalStore(editor.subscribe, () => editor.get().revision);
  const faults = told ? sheet.faults() : [];
  const bare = sheet.given() === null;
  const submit = () => {
    setTold(true);
    if (!bare && sheet.faults().length === 0) check();
  };
  useKeys({ "work.submit": submit }, [
    { id: "work.submit", group: "page", keys: ["KeyN"], word: t("check_it") },
  ]);
  return (
    <Frame
      back={<Back course={path} />}
      name={name}
      kit={kit}
      editor={editor}
      guideline={opened.task.guideline}
      {...(sheet.judges ? { panel: <Judging sheet={sheet} /> } : {})}
      foot={
        <>
          {faults.length > 0 && <kit.Faults editor={editor} faults={faults} />}
          <Fault error={error} />
          <Button look="primary" main full busy={busy} isDisabled={bare} onPress={submit}>
            {t("check_it")}
          </Button>
        </>
      }
    />
  );
}

function Told({
  place,
  path,
  name,
  opened,
  sheet,
  mine,
  tried,
  again,
}: Props & { sheet: Sheet; mine: Answer; tried: Tried; again: () => void }) {
  const { t } = useTranslation("learn");
  const { number } = useFormat();
  const answered = useMemo<Answered>(
    () => ({
      kit: opened.kit,
      schema: opened.task.label_schema,
      source: opened.source,
      editor: sheet.editor,
      mine,
      judged: sheet.judges ? { verdict: sheet.judged.get().verdict } : null,
    }),
    [opened, sheet, mine],
  );
  const seeing = useSeeing(answered, tried);
  const course = useQuery(courseQuery(place)).data;
  const next = course === undefined ? null : nextOf(course);
  const follows =
    next?.what === "practice" && next.id !== opened.id
      ? next.id
      : (course?.practice.find((one) => one.done_at === null && one.id !== opened.id)?.id ?? null);
  useEffect(() => {
    if (tried.paid !== null) toast(t("paid", { won: number(tried.paid) }));
  }, [tried.paid, t, number]);
  return (
    <Frame
      back={<Back course={path} />}
      name={name}
      kit={opened.kit}
      editor={seeing.editor}
      diff={seeing.layer === "both" ? seeing.laid.found : null}
      guideline={opened.task.guideline}
      over={<Layers seeing={seeing} />}
      panel={<Seen seeing={seeing} />}
      foot={
        course === undefined ? (
          <Skeleton lines={1} />
        ) : (
          <div className="ln-next">
            <Button look={tried.right ? "line" : "primary"} main full onPress={again}>
              {t("again")}
            </Button>
            {follows === null ? (
              <LinkButton
                to="/learn/$projectId/$courseId"
                params={path}
                look={tried.right ? "primary" : "line"}
                main
                full
              >
                {t("to_course")}
              </LinkButton>
            ) : (
              <LinkButton
                to="/learn/$projectId/$courseId/practice/$questionId"
                params={{ ...path, questionId: String(follows) }}
                look={tried.right ? "primary" : "line"}
                main
                full
              >
                {t("next_task")}
              </LinkButton>
            )}
          </div>
        )
      }
    />
  );
}
