import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { MessageCircleQuestion } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { ListFrame, usePaged } from "~/ui/table";
import { useProjectId, useStages } from "../frame/queries";
import { StagePick } from "../frame/stage-pick";
import { Answer } from "./answer";
import { Card } from "./card";
import { Entries } from "./entries";
import { Join } from "./join";
import { type Question, questionsKey, readQuestions, type State, waitingQuery } from "./queries";
import "../data/data.css";

const STATES = ["open", "joined", "answered"] as const;

/** What people ask while they work, and what of the answers stands beside the guideline. */
export function Questions() {
  const { t } = useTranslation("asking");
  const { number, ago } = useFormat();
  const projectId = useProjectId();
  const stages = useStages();
  const search = useSearch({ from: "/inside/projects/$projectId/questions" });
  const go = useNavigate({ from: "/projects/$projectId/questions" });
  const state: State = search.state ?? "open";
  const [answered, setAnswered] = useState<Question>();
  const [joined, setJoined] = useState<Question>();
  const waiting = useQuery(waitingQuery(projectId)).data;
  const list = usePaged(
    [...questionsKey(projectId), state, search.stage_id ?? null],
    readQuestions(projectId, state, search.stage_id),
  );
  const rows = rowsOf(list);
  const stage = stages.find((one) => one.id === search.stage_id) ?? stages[0];
  const title =
    state === "answered"
      ? t("title_answered")
      : state === "joined"
        ? t("title_joined")
        : waiting === undefined
          ? t("queue")
          : waiting.open === 0
            ? t("title_none")
            : t("title", { n: number(waiting.open) });
  return (
    <>
      <PageTitle name={t("queue")}>{title}</PageTitle>
      <div className="col g16">
        {waiting?.oldest != null && (
          <p className="t2">
            {t("oldest", { age: ago(waiting.oldest) })}{" "}
            {waiting.leases > 0 && t("leases", { n: number(waiting.leases) })}
          </p>
        )}
        <div className="row wrap">
          <Chips
            label={t("queue")}
            parts={STATES.map((id) => ({ id, word: t(`states.${id}`) }))}
            chosen={state}
            onChoose={(id) =>
              go({ search: { ...search, state: id === "open" ? undefined : (id as "joined") } })
            }
          />
          {stages.length > 1 && (
            <StagePick
              stages={stages}
              chosen={search.stage_id}
              onChoose={(id) => go({ search: { ...search, stage_id: id } })}
            />
          )}
        </div>
        <ListFrame
          list={list}
          none={
            <Empty icon={MessageCircleQuestion}>
              <p>{t("none_hint")}</p>
            </Empty>
          }
        >
          <ul className="refusals">
            {rows.map((one) => (
              <Card
                key={one.id}
                projectId={projectId}
                question={one}
                onAnswer={() => setAnswered(one)}
                onJoin={() => setJoined(one)}
              />
            ))}
          </ul>
        </ListFrame>
        {stage !== undefined && <Entries projectId={projectId} stage={stage} />}
      </div>
      {answered !== undefined && (
        <Answer projectId={projectId} question={answered} onClose={() => setAnswered(undefined)} />
      )}
      {joined !== undefined && (
        <Join projectId={projectId} question={joined} onClose={() => setJoined(undefined)} />
      )}
    </>
  );
}
