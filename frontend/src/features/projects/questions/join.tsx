import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Confirm } from "~/ui/dialog";
import { RadioGroup } from "~/ui/field";
import { toast } from "~/ui/toast";
import { type Question, questionsKey, readQuestions } from "./queries";

type Props = { projectId: number; question: Question; onClose: () => void };

/** Which other question asks the same: one answer goes to both. */
export function Join({ projectId, question, onClose }: Props) {
  const { t } = useTranslation("asking");
  const client = useQueryClient();
  const [lead, setLead] = useState<string>();
  const others = useQuery({
    queryKey: [...questionsKey(projectId), "to-join", question.stage_id],
    queryFn: () => readQuestions(projectId, "open", question.stage_id)(0),
  });
  const rows = (others.data?.items ?? []).filter((one) => one.id !== question.id);
  const act = async () => {
    if (lead === undefined) return;
    await must(
      api.POST("/api/v1/projects/{project_id}/questions/{inquiry_id}/join", {
        params: { path: { project_id: projectId, inquiry_id: question.id } },
        body: { same_as: Number(lead) },
      }),
    );
    toast(t("joined"));
    await client.invalidateQueries({ queryKey: questionsKey(projectId) });
  };
  return (
    <Confirm title={t("join_title")} open onClose={onClose} act={act} word={t("join")}>
      <p className="strong whitespace-pre-line break">{question.text}</p>
      <p className="t2">{t(rows.length === 0 ? "join_none" : "join_means")}</p>
      {rows.length > 0 && (
        <RadioGroup
          label={t("choose")}
          value={lead ?? null}
          onChange={(next) => setLead(next)}
          options={rows.map((one) => ({
            id: String(one.id),
            name: one.text,
            detail: `${one.by} · ${one.item}`,
          }))}
        />
      )}
    </Confirm>
  );
}
