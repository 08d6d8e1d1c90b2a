import { Check, CloudOff, CloudUpload, Timer } from "lucide-react";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Frame } from "~/annotate/told/frame";
import { useKeys, useStore } from "~/annotate/use";
import { api, must } from "~/api/client";
import type { Attempt, CoursePlace } from "~/api/learn";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { useSentence } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { useSecondsTo } from "~/ui/seconds";
import { toast } from "~/ui/toast";
import { useActive } from "~/ui/use-active";
import { Keeper, type Kept } from "../model/keeper";
import type { Given, Sheet } from "../model/sheet";
import { Back } from "./back";
import { Judging } from "./judging";

type Props = {
  sheet: Sheet;
  place: CoursePlace;
  path: { projectId: string; courseId: string };
  attempt: Attempt;
  /** Which question it is, from 0. */
  at: number;
  answered: ReadonlySet<number>;
  onAnswered: () => void;
  turn: (at: number) => void;
  finish: () => void;
  timeOver: () => void;
};

/** One question of an exam. What one answers is kept a moment after each change. */
export function Question(props: Props) {
  const { sheet, path, attempt, at, turn, finish } = props;
  const { t } = useTranslation("learn");
  const sentence = useSentence();
  const { task, kit } = sheet.opened;
  const last = at === attempt.questions.length - 1;
  const [told, setTold] = useState(false);
  const [busy, setBusy] = useState(false);
  const { keeper, kept } = useKeeper(props);
  useStore(sheet.judged, (all) => all.verdict);
  const { editor } = sheet;
  // What is wrong is looked at anew with every change.
  useSyncExternalStore(editor.subscribe, () => editor.get().revision);
  const faults = told ? sheet.faults() : [];
  const bare = sheet.given() === null;
  const leave = async (to: () => void) => {
    setBusy(true);
    try {
      await keeper.flush();
      to();
    } catch (error) {
      toast(sentence(error));
    } finally {
      setBusy(false);
    }
  };
  const submit = async () => {
    setTold(true);
    if (bare || busy || sheet.faults().length > 0) return;
    setBusy(true);
    try {
      // Also where nothing is drawn: that nothing is there can be the answer.
      await keeper.now();
      if (last) finish();
      else turn(at + 1);
    } catch (error) {
      toast(sentence(error));
    } finally {
      setBusy(false);
    }
  };
  useKeys({ "work.submit": () => void submit() }, [
    { id: "work.submit", group: "page", keys: ["KeyN"], word: t("exam.next") },
  ]);
  return (
    <Frame
      back={<Back course={path} />}
      name={t("exam.question_of", { n: at + 1, all: attempt.questions.length })}
      aside={
        <>
          <Saved state={kept} />
          <Clock due={attempt.due_at} over={props.timeOver} />
        </>
      }
      kit={kit}
      editor={editor}
      guideline={task.guideline}
      {...(sheet.judges ? { panel: <Judging sheet={sheet} /> } : {})}
      foot={
        <>
          {faults.length > 0 && <kit.Faults editor={editor} faults={faults} />}
          <Numbers {...props} go={(to) => void leave(() => turn(to))} />
          <div className="row g8">
            {at > 0 && (
              <Button onPress={() => void leave(() => turn(at - 1))}>{t("exam.before")}</Button>
            )}
            <Button
              look="primary"
              main
              className="grow"
              busy={busy}
              isDisabled={bare}
              onPress={() => void submit()}
            >
              {t(last ? "exam.finish" : "exam.next")}
            </Button>
            {!last && (
              <Button look="ghost" onPress={() => void leave(finish)}>
                {t("exam.end_now")}
              </Button>
            )}
          </div>
        </>
      }
    />
  );
}

/** Keeps the sheet's answer on the server, and says how that goes. */
function useKeeper({ sheet, place, attempt, onAnswered }: Props) {
  const [kept, setKept] = useState<Kept | null>(null);
  const seconds = useActive(sheet.opened.id);
  const latest = useRef({ onAnswered, seconds });
  latest.current = { onAnswered, seconds };
  const { project_id, course_id } = place;
  const keeper = useMemo(() => {
    const send = async (given: Given) => {
      await must(
        api.PUT(
          "/api/v1/projects/{project_id}/courses/{course_id}/attempts/{attempt_id}/answers/{question_id}",
          {
            params: {
              path: {
                project_id,
                course_id,
                attempt_id: attempt.id,
                question_id: sheet.opened.id,
              },
            },
            body: { ...given, seconds: Math.round(latest.current.seconds()) },
          },
        ),
      );
      latest.current.onAnswered();
    };
    // What breaks the schema would be refused: it is kept once it no longer does.
    const read = () => (sheet.faults().length > 0 ? null : sheet.given());
    return new Keeper(read, send, setKept);
  }, [sheet, project_id, course_id, attempt.id]);
  useEffect(() => {
    const off = sheet.onChange(() => keeper.change());
    const hide = () => {
      if (document.visibilityState === "hidden") keeper.flush().catch(() => undefined);
    };
    document.addEventListener("visibilitychange", hide);
    return () => {
      off();
      document.removeEventListener("visibilitychange", hide);
      keeper.flush().catch(() => undefined);
      keeper.stop();
    };
  }, [sheet, keeper]);
  return { keeper, kept };
}

const SIGNS = { kept: Check, keeping: CloudUpload, failed: CloudOff };

function Saved({ state }: { state: Kept | null }) {
  const { t } = useTranslation("learn");
  if (state === null) return null;
  return (
    <span className={state === "failed" ? "micro row g4 c-warn" : "micro row g4 t3"} role="status">
      <Icon of={SIGNS[state]} size={14} />
      <span className="ln-word">{t(`kept.${state}`)}</span>
    </span>
  );
}

const SOON = 300; // seconds in which the clock presses

/** The time that is left; when none is, the exam ends. */
function Clock({ due, over }: { due: string; over: () => void }) {
  const { t } = useTranslation("learn");
  const { clock, span } = useFormat();
  const seconds = useSecondsTo(due);
  const ended = seconds === 0;
  const told = useRef(over);
  told.current = over;
  useEffect(() => {
    if (ended) told.current();
  }, [ended]);
  return (
    <span
      className={seconds <= SOON ? "row g4 pnum strong c-warn" : "row g4 pnum"}
      role="timer"
      aria-label={t("exam.left_time", { span: span(seconds) })}
    >
      <Icon of={Timer} size={16} />
      {clock(seconds)}
    </span>
  );
}

/** Every question of the exam by its number: which is answered, and the way to it. */
function Numbers({ attempt, at, answered, go }: Props & { go: (at: number) => void }) {
  const { t } = useTranslation("learn");
  return (
    <ol className="ln-numbers" aria-label={t("exam.numbers")}>
      {attempt.questions.map((one, n) => (
        <li key={one.id}>
          <button
            type="button"
            aria-current={n === at ? "step" : undefined}
            data-answered={answered.has(one.id)}
            aria-label={t(answered.has(one.id) ? "exam.number_done" : "exam.number", { n: n + 1 })}
            onClick={() => n !== at && go(n)}
          >
            {n + 1}
          </button>
        </li>
      ))}
    </ol>
  );
}
