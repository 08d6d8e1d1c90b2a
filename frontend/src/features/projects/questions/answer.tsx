import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Checkbox, TextField } from "~/ui/field";
import { toast } from "~/ui/toast";
import { type Question, questionsKey } from "./queries";

type Props = { projectId: number; question: Question; onClose: () => void };

/** The answer to a question; it can be shown to all who work in the stage from then on. */
export function Answer({ projectId, question, onClose }: Props) {
  const { t } = useTranslation("asking");
  const client = useQueryClient();
  const [answer, setAnswer] = useState("");
  const [all, setAll] = useState(false);
  const [as, setAs] = useState(question.text);
  const [blank, setBlank] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (answer.trim() === "") return setBlank(true);
    setBusy(true);
    try {
      await must(
        api.POST("/api/v1/projects/{project_id}/questions/{inquiry_id}/answer", {
          params: { path: { project_id: projectId, inquiry_id: question.id } },
          body: {
            answer: answer.trim(),
            for_all: all,
            question: all && as.trim() !== "" ? as.trim() : undefined,
          },
        }),
      );
    } catch (error) {
      setFault(error);
      setBusy(false);
      return;
    }
    toast(t("answered"));
    await client.invalidateQueries({ queryKey: questionsKey(projectId) });
    onClose();
  };
  return (
    <Dialog title={t("answer_title")} open onClose={onClose}>
      <form onSubmit={submit} className="col g16" noValidate>
        <p className="strong whitespace-pre-line break">{question.text}</p>
        <TextField
          label={t("answer_label")}
          rows={4}
          maxLength={2000}
          autoFocus
          validationBehavior="aria"
          value={answer}
          onChange={(value) => {
            setAnswer(value);
            setBlank(false);
          }}
          error={blank ? t("answer_need") : undefined}
        />
        <Checkbox isSelected={all} onChange={setAll}>
          {t("for_all")}
          <small className="hint block">{t("for_all_hint")}</small>
        </Checkbox>
        {all && <TextField label={t("as")} rows={2} maxLength={2000} value={as} onChange={setAs} />}
        <Fault error={fault} />
        <Button type="submit" look="primary" main busy={busy}>
          {t("answer")}
        </Button>
      </form>
    </Dialog>
  );
}
