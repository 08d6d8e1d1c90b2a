import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { BookCheck, Clock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { useSentence } from "~/ui/fault";
import { Mark } from "~/ui/state";
import { toast } from "~/ui/toast";
import { type Question, questionsKey } from "./queries";

type Props = {
  projectId: number;
  question: Question;
  onAnswer: () => void;
  onJoin: () => void;
};

/** One question: who asks about what, since when, and its answer. */
export function Card({ projectId, question, onAnswer, onJoin }: Props) {
  const { t } = useTranslation("asking");
  const { number, ago, full } = useFormat();
  const client = useQueryClient();
  const sentence = useSentence();
  const part = async () => {
    try {
      const path = { project_id: projectId, inquiry_id: question.id };
      await must(
        api.POST("/api/v1/projects/{project_id}/questions/{inquiry_id}/part", { params: { path } }),
      );
      toast(t("parted"));
      await client.invalidateQueries({ queryKey: questionsKey(projectId) });
    } catch (error) {
      toast(sentence(error));
    }
  };
  return (
    <li className="col g8">
      <p className="strong whitespace-pre-line break">{question.text}</p>
      <p className="label t3">
        {t("by", {
          who: question.by,
          level: t(`level.${question.level as 0 | 1 | 2}`),
          at: ago(question.asked_at),
        })}{" "}
        ·{" "}
        <Link
          to="/projects/$projectId/data/$itemId"
          params={{ projectId: String(projectId), itemId: String(question.item_id) }}
          className="link break"
        >
          {question.item}
        </Link>
      </p>
      {question.answer !== null && (
        <p className="whitespace-pre-line break t2">{question.answer}</p>
      )}
      <div className="row wrap">
        {question.waiting && (
          <Mark icon={Clock} tone="warn">
            {t("holding")}
          </Mark>
        )}
        {question.same > 0 && (
          <span className="label t3">{t("same", { n: number(question.same) })}</span>
        )}
        {question.for_all && (
          <Mark icon={BookCheck} tone="ok">
            {t("is_for_all")}
          </Mark>
        )}
        {question.answered_at !== null && (
          <span className="label t3">{t("answered_at", { at: full(question.answered_at) })}</span>
        )}
        <span className="grow" />
        {question.state === "open" && (
          <>
            <Button look="ghost" onPress={onJoin}>
              {t("join")}
            </Button>
            <Button look="line" onPress={onAnswer}>
              {t("answer")}
            </Button>
          </>
        )}
        {question.state === "joined" && (
          <Button look="ghost" onPress={() => void part()}>
            {t("part")}
          </Button>
        )}
      </div>
    </li>
  );
}
