import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Info } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer, Schema as LabelSchema } from "~/annotate/core/doc";
import type { Source } from "~/annotate/kit";
import { api, must, type Schema } from "~/api/client";
import { Button } from "~/ui/button";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { RadioGroup, TextField } from "~/ui/field";
import { Segments } from "~/ui/segments";
import { toast } from "~/ui/toast";
import { QuestionDesk, useKit } from "./desk";
import { type Course, coursesQuery, type Question, type Use } from "./queries";

type Part = "shown" | "right";
type Verdict = Schema<"Verdict">;
const VERDICTS: readonly Verdict[] = ["approve", "fix", "return", "reject"];

type Props = {
  course: Course;
  schema: LabelSchema;
  source: Source;
  itemId: number;
  use: Use;
  known: Question | null;
  /** Whether it was written to earlier labels, or begins with what was accepted. */
  old: boolean;
  accepted: boolean;
  begin: Record<Part, Answer | null>;
};

/** The question's answers in the editor, the verdict that the one shown deserves, and the note. */
export function Write(props: Props) {
  const { course, schema, source, itemId, use, known, old, accepted, begin } = props;
  const { t } = useTranslation(["courses", "common"]);
  const client = useQueryClient();
  const go = useNavigate();
  const judges = course.level > 0;
  const empty: Answer = { modality: schema.modality, annotations: [] } as Answer;
  const answers = useRef({ right: begin.right ?? empty, shown: begin.shown ?? empty });
  const [part, setPart] = useState<Part>(judges ? "shown" : "right");
  const [verdict, setVerdict] = useState<Verdict | null>(known?.verdict ?? null);
  const [note, setNote] = useState(known?.note ?? "");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const [same, setSame] = useState(false);
  const kit = useKit(schema, [begin.right, begin.shown]);
  const approves = judges && verdict === "approve";
  const { project_id: projectId, id: courseId } = course;

  const save = async () => {
    setTried(true);
    setFault(undefined);
    const { shown } = answers.current;
    const right = approves ? shown : answers.current.right;
    const alike = judges && !approves && JSON.stringify(right) === JSON.stringify(shown);
    setSame(alike && verdict !== null);
    if (judges && (verdict === null || alike)) return;
    const said = {
      answer: right as never,
      note: note.trim(),
      ...(judges ? { shown, verdict } : {}),
    };
    setBusy(true);
    try {
      const path = { project_id: projectId, course_id: courseId };
      await (known === null
        ? must(
            api.POST("/api/v1/projects/{project_id}/courses/{course_id}/questions", {
              params: { path },
              body: { ...said, use, item_id: itemId, from_accepted: false } as never,
            }),
          )
        : must(
            api.PATCH("/api/v1/projects/{project_id}/courses/{course_id}/questions/{question_id}", {
              params: { path: { ...path, question_id: known.id } },
              body: said as never,
            }),
          ));
      toast(t("write.saved"));
      await Promise.all([
        client.invalidateQueries({ queryKey: ["project", projectId, "course", courseId] }),
        client.invalidateQueries({ queryKey: coursesQuery(projectId).queryKey }),
      ]);
      await go({
        to: "/projects/$projectId/courses/$courseId",
        params: { projectId: String(projectId), courseId: String(courseId) },
        search: { part: "questions" },
      });
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  if (kit === undefined) return <Skeleton lines={10} />;
  const shownPart: Part = approves ? "shown" : part;
  return (
    <div className="col g16">
      {accepted && <p className="t2">{t("write.from_accepted")}</p>}
      {old && (
        <Note icon={Info}>
          <p>{t("write.old_schema", { n: known?.schema_version ?? 0 })}</p>
        </Note>
      )}
      {judges && (
        <div className="row wrap">
          {approves ? (
            <p className="t2">{t("write.same")}</p>
          ) : (
            <>
              <Segments
                label={t("write.which")}
                parts={(["shown", "right"] as const).map((id) => ({ id, word: t(`write.${id}`) }))}
                chosen={part}
                onChoose={setPart}
              />
              <p className="label t2">{t(`write.${part}_hint`)}</p>
            </>
          )}
        </div>
      )}
      <QuestionDesk
        key={shownPart}
        {...{ kit, schema, source }}
        begin={answers.current[shownPart]}
        label={t(`write.${shownPart}`)}
        onChange={(answer) => {
          answers.current = { ...answers.current, [shownPart]: answer };
          setSame(false);
        }}
        told={fault !== undefined}
      />
      <div className="design-form">
        {judges && (
          <RadioGroup
            label={t("write.verdict")}
            orientation="horizontal"
            options={VERDICTS.map((id) => ({ id, name: t(`common:verdict.${id}`) }))}
            value={verdict}
            onChange={(next) => setVerdict(next as Verdict)}
            error={tried && verdict === null ? t("write.verdict_fault") : undefined}
          />
        )}
        <TextField
          label={t("question.note")}
          hint={t("question.note_hint")}
          rows={3}
          value={note}
          onChange={setNote}
          maxLength={2000}
        />
        {same && (
          <Note icon={Info} tone="warn">
            <p role="alert">{t("write.different")}</p>
          </Note>
        )}
        <Fault error={fault} />
        <div className="apply-bar">
          <span className="grow" />
          <Button look="primary" main busy={busy} onPress={save}>
            {t("write.save")}
          </Button>
        </div>
      </div>
    </div>
  );
}
