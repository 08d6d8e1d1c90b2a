import { useQueryClient } from "@tanstack/react-query";
import { BookOpen, Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { Button } from "~/ui/button";
import { Confirm, Dialog } from "~/ui/dialog";
import { Empty, Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { rowsOf } from "~/ui/page";
import { ListFrame, usePaged } from "~/ui/table";
import { toast } from "~/ui/toast";
import type { Stage } from "../frame/queries";
import { entriesKey } from "./queries";

type Entry = Schema<"FrequentOut">;

/** What was asked often enough to stand beside a stage's guideline. */
export function Entries({ projectId, stage }: { projectId: number; stage: Stage }) {
  const { t } = useTranslation("asking");
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [gone, setGone] = useState<Entry>();
  const place = { project_id: projectId, stage_id: stage.id };
  const list = usePaged(entriesKey(projectId, stage.id), (after) =>
    must(
      api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/entries", {
        params: { path: place, query: { after, limit: 50 } },
      }),
    ),
  );
  const fresh = () => client.invalidateQueries({ queryKey: entriesKey(projectId, stage.id) });
  const remove = async () => {
    if (gone === undefined) return;
    await must(
      api.DELETE("/api/v1/projects/{project_id}/stages/{stage_id}/entries/{guideline_entry_id}", {
        params: { path: { ...place, guideline_entry_id: gone.id } },
      }),
    );
    toast(t("removed"));
    await fresh();
  };
  return (
    <section className="col g12">
      <div className="row between wrap">
        <h2 className="title">{t("entries_of", { stage: stage.name })}</h2>
        <Button look="line" onPress={() => setAdding(true)}>
          <Icon of={Plus} size={16} />
          {t("add")}
        </Button>
      </div>
      <ListFrame
        list={list}
        lines={2}
        none={
          <Empty icon={BookOpen}>
            <p>{t("entries_none")}</p>
          </Empty>
        }
      >
        <ul className="refusals">
          {rowsOf(list).map((entry) => (
            <li key={entry.id} className="row">
              <div className="grow">
                <p className="strong whitespace-pre-line break">{entry.question}</p>
                <p className="t2 whitespace-pre-line break">{entry.answer}</p>
              </div>
              <Button
                look="ghost"
                aria-label={`${t("remove")}: ${entry.question}`}
                onPress={() => setGone(entry)}
              >
                {t("remove")}
              </Button>
            </li>
          ))}
        </ul>
      </ListFrame>
      {adding && <Add place={place} onClose={() => setAdding(false)} onAdded={fresh} />}
      <Confirm
        title={t("remove_title")}
        open={gone !== undefined}
        onClose={() => setGone(undefined)}
        act={remove}
        word={t("remove")}
        danger
      >
        <p>{t("remove_means")}</p>
      </Confirm>
    </section>
  );
}

function Add({
  place,
  onClose,
  onAdded,
}: {
  place: { project_id: number; stage_id: number };
  onClose: () => void;
  onAdded: () => Promise<unknown>;
}) {
  const { t } = useTranslation("asking");
  const [words, setWords] = useState({ question: "", answer: "" });
  const [looked, setLooked] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setLooked(true);
    const body = { question: words.question.trim(), answer: words.answer.trim() };
    if (body.question === "" || body.answer === "") return;
    try {
      await must(
        api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/entries", {
          params: { path: place },
          body,
        }),
      );
    } catch (error) {
      return setFault(error);
    }
    toast(t("added"));
    await onAdded();
    onClose();
  };
  return (
    <Dialog title={t("add_title")} open onClose={onClose}>
      <form onSubmit={submit} className="col g16" noValidate>
        <TextField
          label={t("question")}
          rows={2}
          maxLength={2000}
          autoFocus
          validationBehavior="aria"
          value={words.question}
          onChange={(question) => setWords((now) => ({ ...now, question }))}
          error={looked && words.question.trim() === "" ? t("question_need") : undefined}
        />
        <TextField
          label={t("answer_label")}
          rows={4}
          maxLength={2000}
          validationBehavior="aria"
          value={words.answer}
          onChange={(answer) => setWords((now) => ({ ...now, answer }))}
          error={looked && words.answer.trim() === "" ? t("answer_need") : undefined}
        />
        <Fault error={fault} />
        <Button type="submit" look="primary" main>
          {t("add")}
        </Button>
      </form>
    </Dialog>
  );
}
