import { Info } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer, Schema as LabelSchema } from "~/annotate/core/doc";
import type { Source } from "~/annotate/kit";
import type { Schema } from "~/api/client";
import { Button } from "~/ui/button";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { RadioGroup, TextField } from "~/ui/field";
import { Segments } from "~/ui/segments";
import { QuestionDesk, useKit } from "./desk";

type Part = "shown" | "right";
export type Verdict = Schema<"Verdict">;
const VERDICTS: readonly Verdict[] = ["approve", "fix", "return", "reject"];

/** What is right, what an inspector is shown and what that deserves, and why. */
export type Said = { answer: Answer; shown?: Answer; verdict?: Verdict; note: string };

type Props = {
  schema: LabelSchema;
  source: Source;
  /** Whether it is about judging: an answer is shown, which deserves a verdict. */
  judges: boolean;
  begin: Record<Part, Answer | null>;
  verdict: Verdict | null;
  note: string;
  noteHint: string;
  word: string;
  /** Keeps it, and leaves; what it throws is told. */
  save: (said: Said) => Promise<void>;
  /** What is said above the editor. */
  children?: ReactNode;
};

/** What was there first, for as long as this stands: work that began with it is not begun anew, or put
 * away, when what it came from is asked for again. */
export function useFirst<T>(value: T | undefined): T | undefined {
  const first = useRef(value);
  if (first.current === undefined) first.current = value;
  return first.current;
}

/** Answers that are known, written in the editor; the verdict that the one shown deserves. */
export function Written(props: Props) {
  const { schema, source, judges, begin, noteHint, word, save, children } = props;
  const { t } = useTranslation(["courses", "common"]);
  const empty: Answer = { modality: schema.modality, annotations: [] } as Answer;
  const answers = useRef({ right: begin.right ?? empty, shown: begin.shown ?? empty });
  const [part, setPart] = useState<Part>(judges ? "shown" : "right");
  const [verdict, setVerdict] = useState<Verdict | null>(props.verdict);
  const [note, setNote] = useState(props.note);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const [same, setSame] = useState(false);
  const kit = useKit(schema, [begin.right, begin.shown]);
  const approves = judges && verdict === "approve";

  const keep = async () => {
    setTried(true);
    setFault(undefined);
    const { shown } = answers.current;
    const right = approves ? shown : answers.current.right;
    const alike = judges && !approves && JSON.stringify(right) === JSON.stringify(shown);
    setSame(alike && verdict !== null);
    if (judges && (verdict === null || alike)) return;
    setBusy(true);
    try {
      const judged = verdict === null ? {} : { shown, verdict };
      await save({ answer: right, note: note.trim(), ...(judges ? judged : {}) });
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  if (kit === undefined) return <Skeleton lines={10} />;
  const shownPart: Part = approves ? "shown" : part;
  return (
    <div className="col g16">
      {children}
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
          hint={noteHint}
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
          <Button look="primary" main busy={busy} onPress={keep}>
            {word}
          </Button>
        </div>
      </div>
    </div>
  );
}
